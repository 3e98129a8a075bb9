package dev.moorage.identity.distribution;

import dev.moorage.identity.jwt.SignatureAlgorithms;
import java.util.List;
import java.util.Objects;

/**
 * The claims that {@code auth.token} requires.
 *
 * @param issuer {@code iss} of every token
 * @param service one of {@code aud} of every token
 * @param algorithms the algorithms that a token may be signed with, of {@link SignatureAlgorithms#OF_DISTRIBUTION}
 */
public record DistributionTokenSettings(String issuer, String service, List<String> algorithms) {
    public DistributionTokenSettings {
        Objects.requireNonNull(issuer);
        Objects.requireNonNull(service);
        algorithms = List.copyOf(algorithms);
        if (algorithms.isEmpty() || !SignatureAlgorithms.OF_DISTRIBUTION.containsAll(algorithms)) {
            throw new IllegalArgumentException(
                    "algorithms are some of " + String.join(", ", SignatureAlgorithms.OF_DISTRIBUTION));
        }
    }
}
