package dev.moorage.bootstrap.wiring;

import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.bootstrap.section.UploadsConfig;
import dev.moorage.identity.issuer.IssuerKeys;
import java.security.SecureRandom;
import java.util.List;

/**
 * The secrets of {@code http.secret} and {@code http.secrets}, or one that exists only as long as the process.
 *
 * @param bytes at least one. The first signs
 */
record HttpSecrets(List<byte[]> bytes) {
    HttpSecrets {
        bytes = List.copyOf(bytes);
    }

    static HttpSecrets of(UploadsConfig configuration) {
        if (!configuration.secrets().isEmpty()) {
            return new HttpSecrets(configuration.secrets());
        }
        byte[] secret = new byte[TokenSecrets.MIN_BYTES];
        new SecureRandom().nextBytes(secret);
        return new HttpSecrets(List.of(secret));
    }

    /** Returns the keys of the registry's own tokens and of the fingerprints of passwords. */
    IssuerKeys issuerKeys() {
        return new IssuerKeys(bytes);
    }
}
