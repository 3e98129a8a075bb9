package dev.moorage.storage.azure;

class AzuriteReferenceContractTest extends AzuriteContract {
    AzuriteReferenceContractTest() {
        super("reference");
    }
}
