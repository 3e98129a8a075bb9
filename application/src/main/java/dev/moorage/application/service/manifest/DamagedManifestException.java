package dev.moorage.application.service.manifest;

import dev.moorage.domain.digest.Digest;
import java.io.IOException;

/** Signals that the bytes of a manifest do not match its digest. Reading them again does not help. */
public final class DamagedManifestException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedManifestException(Digest digest, String problem) {
        super("manifest " + digest + " " + problem);
    }
}
