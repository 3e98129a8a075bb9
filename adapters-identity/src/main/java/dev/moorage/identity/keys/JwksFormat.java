package dev.moorage.identity.keys;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/** Reads a set of keys (RFC 7517). Keys of kinds that are not known are left out. */
public final class JwksFormat implements KeyFormat<JWKSet> {
    private static final int MAX_KEYS = 1000;

    @Override
    public JWKSet parse(byte[] bytes) throws IOException {
        try {
            JWKSet set = JWKSet.parse(new String(bytes, StandardCharsets.UTF_8));
            if (set.size() > MAX_KEYS) {
                throw new IOException("holds more than " + MAX_KEYS + " keys");
            }
            return set;
        } catch (ParseException | IllegalArgumentException _) {
            // The message of the parser could hold a part of a key.
            throw new IOException("is not a JSON Web Key Set");
        }
    }

    /** Fetches a set from an address. */
    public Fetch<JWKSet> at(URI address, HttpFetcher http) {
        return () -> {
            HttpFetcher.Document document = http.get(address);
            return new Fetch.Fetched<>(parse(document.body()), document.fresh());
        };
    }
}
