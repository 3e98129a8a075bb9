package dev.moorage.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Kind;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamBlob;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.net.ProxyVariables;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Upstreams over real sockets, with a password of the user captain. */
abstract class UpstreamScenario {
    static final RepositoryName NAME = new RepositoryName("library/alpine");
    static final byte[] BLOB = "0123456789".getBytes(UTF_8);
    static final Digest DIGEST = Digest.of(DigestAlgorithm.CANONICAL, BLOB);
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-30T00:00:00Z"));
    static final UpstreamSettings.Times PATIENT =
            new UpstreamSettings.Times(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(1));

    static UpstreamSettings settings(URI remote, Set<String> realms, Set<String> redirects) {
        return settings(remote, realms, redirects, PATIENT);
    }

    static UpstreamSettings settings(
            URI remote, Set<String> realms, Set<String> redirects, UpstreamSettings.Times times) {
        return new UpstreamSettings(
                remote,
                () -> Optional.of(new UpstreamCredentials("captain", "secret")),
                realms,
                redirects,
                Optional.empty(),
                ProxyVariables.of(Map.of()),
                1000,
                times);
    }

    static HttpUpstream of(URI remote) {
        return new HttpUpstream(settings(remote, Set.of(), Set.of()), CLOCK);
    }

    static byte[] bytes(UpstreamBlob blob) throws IOException {
        try (blob) {
            ByteBuffer all = ByteBuffer.allocate(100);
            while (blob.read(all) >= 0) {
                // Reads until the end.
            }
            return Arrays.copyOf(all.array(), all.position());
        }
    }

    static <T> T found(UpstreamAnswer<T> answer) {
        assertThat(answer).isInstanceOf(Found.class);
        return ((Found<T>) answer).content();
    }

    static Kind kind(UpstreamAnswer<?> answer) {
        assertThat(answer).isInstanceOf(Unavailable.class);
        return ((Unavailable<?>) answer).kind();
    }
}
