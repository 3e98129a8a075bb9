package dev.moorage.identity.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Tokens whose signatures were verified, with what they say, so that a client that sends one token with each request costs one
 * verification. They are found by the part that is signed, which is no secret. The signature is then compared in constant time.
 * Tokens that were not verified are never held, so no client can evict those of others with made-up ones.
 *
 * @param <T> what a token says
 */
public final class KnownTokens<T> {
    /** The greatest number of characters of all tokens together. */
    private static final long MAX_CHARACTERS = 4 << 20;

    private final Cache<String, Known<T>> known = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((String input, Known<T> token) -> input.length() + token.signature().length)
            .executor(Runnable::run)
            .build();

    private record Known<T>(byte[] signature, T claims) {}

    /** Returns what a token says, if it was verified before with this signature. */
    public Optional<T> find(String token) {
        int last = token.lastIndexOf('.');
        Known<T> found = last < 0 ? null : known.getIfPresent(token.substring(0, last));
        return found != null && MessageDigest.isEqual(found.signature(), bytes(token.substring(last + 1)))
                ? Optional.of(found.claims())
                : Optional.empty();
    }

    /**
     * Remembers a token.
     *
     * @param token a token whose signature is right
     */
    public void add(String token, T claims) {
        int last = token.lastIndexOf('.');
        known.put(token.substring(0, last), new Known<>(bytes(token.substring(last + 1)), claims));
    }

    private static byte[] bytes(String signature) {
        return signature.getBytes(StandardCharsets.US_ASCII);
    }
}
