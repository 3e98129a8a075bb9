package dev.moorage.storage.s3;

import dev.moorage.storage.s3.client.S3Config;

/** The contract over the wire, with references. */
class S3ProxyReferenceContractTest extends S3ProxyContract {
    S3ProxyReferenceContractTest() {
        super(S3Config.REFERENCE);
    }
}
