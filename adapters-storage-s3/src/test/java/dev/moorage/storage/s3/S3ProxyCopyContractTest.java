package dev.moorage.storage.s3;

import dev.moorage.storage.s3.client.S3Config;

/** The contract over the wire, with copies. */
class S3ProxyCopyContractTest extends S3ProxyContract {
    S3ProxyCopyContractTest() {
        super(S3Config.COPY);
    }
}
