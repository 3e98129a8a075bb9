package dev.moorage.storage.s3;

/** The contract over the wire, with references. */
class S3ProxyReferenceContractTest extends S3ProxyContract {
    S3ProxyReferenceContractTest() {
        super(S3Config.REFERENCE);
    }
}
