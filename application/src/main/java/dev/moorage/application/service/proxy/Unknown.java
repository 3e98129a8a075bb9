package dev.moorage.application.service.proxy;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.Reference;

/** What clients are answered about content that neither the storage nor its upstream has. */
final class Unknown {
    private Unknown() {}

    static RegistryException blob(Digest digest) {
        return new RegistryException(RegistryError.of(ErrorCode.BLOB_UNKNOWN).about("digest", digest.toString()));
    }

    static RegistryException manifest(Reference reference) {
        return new RegistryException(
                RegistryError.of(ErrorCode.MANIFEST_UNKNOWN).about("reference", reference.toString()));
    }

    /** Returns whether a refusal says that content is not there. */
    static boolean isMissing(RegistryException refused) {
        return switch (refused.code()) {
            case BLOB_UNKNOWN, MANIFEST_UNKNOWN, NAME_UNKNOWN -> true;
            default -> false;
        };
    }
}
