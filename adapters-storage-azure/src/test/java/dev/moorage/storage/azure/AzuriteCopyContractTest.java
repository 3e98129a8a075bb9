package dev.moorage.storage.azure;

class AzuriteCopyContractTest extends AzuriteContract {
    AzuriteCopyContractTest() {
        super("copy");
    }
}
