package dev.moorage.application.service.policy;

import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryError;
import dev.moorage.domain.error.RegistryException;

/**
 * Which changes the registry makes at all. Use cases that the policy switches off throw {@code UNSUPPORTED} before they access
 * storage, whichever adapter calls them.
 *
 * @param readOnly whether nothing is changed
 * @param deletes whether blobs, manifests and tags are deleted
 */
public record WritePolicy(boolean readOnly, boolean deletes) {
    /** Returns the use cases for uploads that this policy leaves. */
    public UploadUseCases uploads(UploadUseCases all) {
        return readOnly
                ? new UploadUseCases(
                        (_, _, _) -> refused(),
                        _ -> refused(),
                        (_, _, _) -> refused(),
                        _ -> refused(),
                        all.status(),
                        _ -> refused(),
                        _ -> refused(),
                        all.owner())
                : all;
    }

    /** Returns the use cases for blobs that this policy leaves. */
    public BlobUseCases blobs(BlobUseCases all) {
        return new BlobUseCases(
                all.get(),
                readOnly ? (_, _, _, _) -> refused() : all.mount(),
                isDeleting() ? all.delete() : (_, _, _) -> refused());
    }

    /** Returns the use cases for manifests that this policy leaves. */
    public ManifestUseCases manifests(ManifestUseCases all) {
        return new ManifestUseCases(
                all.get(),
                readOnly ? _ -> refused() : all.put(),
                isDeleting() ? all.delete() : _ -> refused(),
                all.referrers());
    }

    private boolean isDeleting() {
        return deletes && !readOnly;
    }

    /** Throws in the place of a result of any type, so that a lambda of each use case is one expression. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T refused() {
        throw new RegistryException(RegistryError.of(ErrorCode.UNSUPPORTED));
    }
}
