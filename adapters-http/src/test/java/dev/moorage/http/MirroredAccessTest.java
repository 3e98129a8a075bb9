package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.access.AccessCommand;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.http.auth.Challenges;
import dev.moorage.http.auth.HttpAccess;
import dev.moorage.http.auth.TokenRealm;
import dev.moorage.http.route.MirroredRegistries;
import dev.moorage.http.route.MirroredRegistries.Mirrored;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the rights to a mirrored repository are those of its one name, whichever way a request names it. */
class MirroredAccessTest {
    private static final String MIRRORED = "docker.io/library/alpine";
    private static final String OWN = "library/alpine";
    private static final String DIGEST = "sha256:" + "0".repeat(64);
    private static final HttpSettings SETTINGS = new HttpSettings(
            "/",
            Optional.empty(),
            Map.of(),
            false,
            true,
            4 << 20,
            1000,
            OptionalLong.empty(),
            2000,
            new MirroredRegistries(List.of(new Mirrored("docker.io", Set.of("docker.io"), Set.of("hub.example")))));

    /** Grants access to one repository. */
    private record OnlyOne(String name, AccessResult others) implements Authorize {
        @Override
        public AccessResult authorize(AccessCommand command) {
            boolean allowed = command.need().questions().stream()
                    .flatMap(question -> question.repository().stream())
                    .allMatch(asked -> asked.value().equals(name));
            return allowed ? new OpenAccess().authorize(command) : others;
        }
    }

    private static RawClient.Answer send(RunningRegistry registry, String method, String path, String host)
            throws IOException {
        try (RawClient client = registry.client()) {
            String request = method + " " + path.replace("DIGEST", DIGEST) + " HTTP/1.1\r\nHost: " + host
                    + "\r\nContent-Length: 0\r\n\r\n";
            client.write(request.getBytes(StandardCharsets.ISO_8859_1));
            return client.answer(method.equals("HEAD"));
        }
    }

    private static int status(String allowed, String method, String path, String host) throws IOException {
        try (RunningRegistry registry =
                new RunningRegistry(new InMemoryStore(), SETTINGS, new OnlyOne(allowed, RunningRegistry.FORBIDDEN))) {
            int status = send(registry, method, path, host).status();
            if (status == 403) {
                assertThat(registry.storage.calls()).isEmpty();
            }
            return status;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/docker.io/library/alpine/manifests/3, mirror.example",
        "GET, /v2/docker.io/alpine/manifests/3, mirror.example",
        "GET, /v2/library/alpine/manifests/3?ns=docker.io, mirror.example",
        "GET, /v2/library/alpine/manifests/3?ns=DOCKER.io, mirror.example",
        "GET, /v2/alpine/manifests/3?ns=docker.io, mirror.example",
        "HEAD, /v2/alpine/blobs/DIGEST?ns=docker.io, mirror.example",
        "GET, /v2/alpine/tags/list?ns=docker.io, mirror.example",
        "GET, /v2/alpine/blobs/uploads/00000000-0000-4000-8000-000000000000?ns=docker.io, mirror.example",
        "GET, /v2/library/alpine/manifests/3, hub.example",
        "HEAD, /v2/alpine/blobs/DIGEST, hub.example:5000",
        "DELETE, /v2/library/alpine/manifests/3, HUB.example",
        "DELETE, /v2/library/alpine/blobs/DIGEST, hub.example",
        "PATCH, /v2/alpine/blobs/uploads/00000000-0000-4000-8000-000000000000, hub.example",
        "GET, /docker.io/v2/library/alpine/manifests/3, mirror.example",
        "GET, /docker.io/v2/alpine/blobs/DIGEST?ns=docker.io, mirror.example"
    })
    void eachWayAsksForTheRightsToTheMirroredRepository(String method, String path, String host) throws IOException {
        assertThat(status(OWN, method, path, host)).as("rights to another one").isEqualTo(403);
        assertThat(status("alpine", method, path, host))
                .as("rights to another one")
                .isEqualTo(403);
        assertThat(status(MIRRORED, method, path, host)).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/library/alpine/manifests/3, mirror.example",
        "GET, /v2/library/alpine/manifests/3?ns=mirror.example, mirror.example",
        // A write does not read the parameter.
        "DELETE, /v2/library/alpine/manifests/3?ns=docker.io, mirror.example"
    })
    void rightsToTheMirroredRepositoryAreNoneToAnOwnOne(String method, String path, String host) throws IOException {
        assertThat(status(MIRRORED, method, path, host)).isEqualTo(403);
        assertThat(status(OWN, method, path, host)).isEqualTo(404);
    }

    /** containerd asks its token server for the scope of the challenge. */
    @ParameterizedTest
    @CsvSource({
        "/v2/alpine/manifests/3?ns=docker.io, mirror.example",
        "/v2/library/alpine/manifests/3, hub.example",
        "/docker.io/v2/library/alpine/manifests/3, mirror.example"
    })
    void theChallengeNamesTheMirroredRepository(String path, String host) throws IOException {
        HttpAccess access = new HttpAccess(
                new OnlyOne(OWN, new AccessResult.Unauthenticated(AccessResult.Reason.MISSING)),
                new Challenges.Bearer(TokenRealm.ofIssuer(Optional.empty(), Optional.empty(), "/"), "registry"));
        try (RunningRegistry registry = new RunningRegistry(new InMemoryStore(), SETTINGS, access)) {
            RawClient.Answer answer = send(registry, "GET", path, host);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate"))
                    .hasValueSatisfying(challenge ->
                            assertThat(challenge).endsWith("scope=\"repository:docker.io/library/alpine:pull\""));
        }
    }

    /** The names of upstreams are no secret, and a request that names another one reaches neither rules nor storage. */
    @Test
    void anUnknownNameIsRefusedBeforeAnyRight() throws IOException {
        try (RunningRegistry registry =
                new RunningRegistry(new InMemoryStore(), SETTINGS, new OnlyOne(OWN, RunningRegistry.FORBIDDEN))) {
            RawClient.Answer answer =
                    send(registry, "GET", "/v2/library/alpine/manifests/3?ns=quay.io", "mirror.example");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("NAME_UNKNOWN");
            assertThat(registry.storage.calls()).isEmpty();
        }
    }
}
