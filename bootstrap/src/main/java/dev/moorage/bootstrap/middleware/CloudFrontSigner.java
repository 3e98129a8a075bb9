package dev.moorage.bootstrap.middleware;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/**
 * Signs URLs for Amazon CloudFront with a canned policy: who has the URL may read the object until a time ("Creating a signed
 * URL using a canned policy" in the Amazon CloudFront Developer Guide).
 */
public final class CloudFrontSigner {
    private final String keyPairId;
    private final PrivateKey key;

    /**
     * Creates a signer.
     *
     * @param keyPairId the id of the public key at CloudFront
     * @param key an RSA key
     * @throws IllegalArgumentException when the key is of another kind
     */
    public CloudFrontSigner(String keyPairId, PrivateKey key) {
        if (!key.getAlgorithm().equals("RSA")) {
            throw new IllegalArgumentException("is a key of " + key.getAlgorithm() + ", and CloudFront takes RSA");
        }
        this.keyPairId = keyPairId;
        this.key = key;
    }

    /** Returns a URL that is valid until a time, in whole seconds. The given URL has no query. */
    URI sign(String url, Instant until) {
        long seconds = until.getEpochSecond();
        String policy = "{\"Statement\":[{\"Resource\":\"" + url
                + "\",\"Condition\":{\"DateLessThan\":{\"AWS:EpochTime\":" + seconds + "}}}]}";
        return URI.create(
                url + "?Expires=" + seconds + "&Signature=" + signature(policy) + "&Key-Pair-Id=" + keyPairId);
    }

    /** Returns the signature with the three replacements that CloudFront prescribes for URLs. */
    private String signature(String policy) {
        try {
            // CloudFront verifies SHA-1 only.
            Signature signature = Signature.getInstance("SHA1withRSA");
            signature.initSign(key);
            signature.update(policy.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(signature.sign())
                    .replace('+', '-')
                    .replace('=', '_')
                    .replace('/', '~');
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a URL for CloudFront could not be signed", e);
        }
    }
}
