package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.EditDistance;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Reads {@code http.tls.ciphersuites}: the cipher suites of TLS 1.2 that the server speaks, by their IANA names. As in Go,
 * the list does not affect the suites of TLS 1.3, all of which are spoken.
 */
final class CipherSuites {
    /** The suites of RFC 8446, B.4, except those that neither Java nor Go speaks. */
    private static final Set<String> TLS_1_3 =
            Set.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private final SSLEngine java;
    private final List<String> spoken;

    private CipherSuites(SSLEngine java) {
        this.java = java;
        this.spoken = List.of(java.getSupportedCipherSuites());
    }

    /**
     * Returns all suites that the server speaks, including those of TLS 1.3. Where nothing is configured the list is empty,
     * and the defaults of the Java runtime apply.
     */
    static List<String> read(Key<List<String>> key, Values values) {
        List<String> names = values.get(key);
        if (names.isEmpty()) {
            return List.of();
        }
        try {
            return new CipherSuites(SSLContext.getDefault().createSSLEngine()).choose(names, key, values);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks TLS", e);
        }
    }

    private List<String> choose(List<String> names, Key<?> key, Values values) {
        List<String> switchedOff = new ArrayList<>();
        for (String name : names) {
            if (!isKnown(name)) {
                values.error(key, name + " is no cipher suite" + suggestion(name));
            } else if (!spoken.contains(name)) {
                switchedOff.add(name);
            }
        }
        if (!switchedOff.isEmpty()) {
            values.warning(key, "Java has switched off, and does not speak: " + String.join(", ", switchedOff));
        }
        return Stream.concat(
                        spoken.stream().filter(TLS_1_3::contains),
                        names.stream().filter(spoken::contains))
                .distinct()
                .toList();
    }

    /** Returns whether Java knows a suite, even if it has disabled the suite as weak. */
    private boolean isKnown(String name) {
        try {
            java.setEnabledCipherSuites(new String[] {name});
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private String suggestion(String name) {
        return EditDistance.nearest(name, spoken)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }
}
