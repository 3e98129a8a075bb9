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
                        (_, _, _) -> {
                            throw refused();
                        },
                        _ -> {
                            throw refused();
                        },
                        (_, _, _) -> {
                            throw refused();
                        },
                        _ -> {
                            throw refused();
                        },
                        all.status(),
                        _ -> {
                            throw refused();
                        },
                        all.owner())
                : all;
    }

    /** Returns the use cases for blobs that this policy leaves. */
    public BlobUseCases blobs(BlobUseCases all) {
        return new BlobUseCases(
                all.get(),
                readOnly
                        ? (_, _, _, _) -> {
                            throw refused();
                        }
                        : all.mount(),
                isDeleting()
                        ? all.delete()
                        : (_, _, _) -> {
                            throw refused();
                        });
    }

    /** Returns the use cases for manifests that this policy leaves. */
    public ManifestUseCases manifests(ManifestUseCases all) {
        return new ManifestUseCases(
                all.get(),
                readOnly
                        ? _ -> {
                            throw refused();
                        }
                        : all.put(),
                isDeleting()
                        ? all.delete()
                        : _ -> {
                            throw refused();
                        },
                all.referrers());
    }

    private boolean isDeleting() {
        return deletes && !readOnly;
    }

    private static RegistryException refused() {
        return new RegistryException(RegistryError.of(ErrorCode.UNSUPPORTED));
    }
}
