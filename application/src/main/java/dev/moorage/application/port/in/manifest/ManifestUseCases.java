package dev.moorage.application.port.in.manifest;

import java.util.Objects;

/** The use cases for manifests. */
public record ManifestUseCases(GetManifest get, PutManifest put, DeleteManifest delete, ListReferrers referrers) {
    public ManifestUseCases {
        Objects.requireNonNull(get);
        Objects.requireNonNull(put);
        Objects.requireNonNull(delete);
        Objects.requireNonNull(referrers);
    }

    /** Returns the use cases with other ones that read, store and delete. */
    public ManifestUseCases with(GetManifest decoratedGet, PutManifest decoratedPut, DeleteManifest decoratedDelete) {
        return new ManifestUseCases(decoratedGet, decoratedPut, decoratedDelete, referrers);
    }
}
