package dev.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jib, with a package that issues tokens for passwords: pulls, pushes and mounts with no, wrong and right passwords. */
class JibWithPasswordIT {
    private static final String OVER_HTTP = "sendCredentialsOverHttp";
    private static final String USERS = """
            alice:$5$saltsalt$h8bF/tESGeuc2BDOIV12x4KzOKHSl1Y4wupygLrtIxB
            bob:$5$saltsalt$XzNAMMzVYMbWDgJEqWD4pC/xf5K0Uz1uNXyEjLAZx63
            """;
    private static final Optional<Credential> ALICE = Optional.of(Credential.from("alice", "pa55word-of-alice"));
    private static final Optional<Credential> BOB = Optional.of(Credential.from("bob", "pa55word-of-bob"));
    private static final Optional<Credential> WRONG = Optional.of(Credential.from("alice", "pa55word-of-bob"));
    private static final Optional<Credential> NONE = Optional.empty();

    @TempDir
    private static Path folder;

    private static PackagedServer server;

    @BeforeAll
    static void startAndPushBases() throws Exception {
        System.setProperty(OVER_HTTP, "true");
        Files.writeString(folder.resolve("users"), USERS);
        Path access = Files.writeString(folder.resolve("access.yml"), """
                rules:
                  - {who: anonymous, may: pull, repositories: "public/**"}
                  - {who: alice, may: push, repositories: ["public/**", "team/**"]}
                  - {who: bob, may: push, repositories: "bob/**"}
                  - {who: bob, may: pull, repositories: "public/**"}
                """);
        server = PackagedServer.start(
                folder.resolve("root"),
                folder.resolve("log"),
                Map.of(
                        "REGISTRY_AUTH_HTPASSWD_PATH",
                        folder.resolve("users").toString(),
                        "REGISTRY_AUTH_HTPASSWD_REALM",
                        "e2e",
                        "REGISTRY_ACCESS_FILE",
                        access.toString()));
        for (String base : List.of("public/base", "team/base")) {
            Jib.fromScratch()
                    .addLayer(List.of(file(base.replace('/', '-'), 200_000)), AbsoluteUnixPath.get("/a"))
                    .containerize(to(base, ALICE));
        }
    }

    @AfterAll
    static void stop() {
        System.clearProperty(OVER_HTTP);
        server.close();
    }

    private static Path file(String name, int length) throws Exception {
        byte[] content = new byte[length];
        new Random(name.hashCode()).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    private static RegistryImage image(String repository, Optional<Credential> credential) throws Exception {
        return RegistryImage.named(server.address() + "/" + repository + ":one")
                .addCredentialRetriever(() -> credential);
    }

    private static Containerizer to(String repository, Optional<Credential> credential) throws Exception {
        return caching(Containerizer.to(image(repository, credential)), "cache");
    }

    private static Containerizer caching(Containerizer containerizer, String cache) {
        return containerizer
                .setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(folder.resolve(cache + "-of-bases"))
                .setApplicationLayersCache(folder.resolve(cache));
    }

    private static void pull(String repository, Optional<Credential> credential) throws Exception {
        Path empty = Files.createTempDirectory(folder, "cache");
        Jib.from(image(repository, credential))
                .containerize(caching(
                        Containerizer.to(TarImage.at(empty.resolve("image.tar")).named("pulled")), empty.toString()));
    }

    private static void push(String repository, Optional<Credential> credential) throws Exception {
        Jib.fromScratch()
                .addLayer(List.of(file("application", 1000)), AbsoluteUnixPath.get("/b"))
                .containerize(to(repository, credential));
    }

    /** Pushes an image of another user on top of one that alice can read. */
    private static void derive(String base, String target, Optional<Credential> credential) throws Exception {
        Jib.from(image(base, ALICE))
                .addLayer(List.of(file("more", 1000)), AbsoluteUnixPath.get("/c"))
                .containerize(to(target, credential));
    }

    private static void assertUnauthorized(ThrowingCallable call) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e instanceof ExecutionException ? e.getCause() : e)
                        .isInstanceOfAny(
                                RegistryUnauthorizedException.class, RegistryAuthenticationFailedException.class));
    }

    @Test
    void whatAnyoneMayPullIsPulledWithoutAPasswordAndWithARightOne() throws Exception {
        pull("public/base", NONE);
        pull("public/base", BOB);
        pull("team/base", ALICE);
    }

    @Test
    void whatACallerMayNotPullIsNot() {
        assertUnauthorized(() -> pull("team/base", NONE));
        assertUnauthorized(() -> pull("team/base", BOB));
        assertUnauthorized(() -> pull("team/base", WRONG));
    }

    @Test
    void aPushNeedsTheRightPasswordAndTheRight() throws Exception {
        push("team/app", ALICE);
        pull("team/app", ALICE);
        for (Optional<Credential> credential : List.of(NONE, WRONG, BOB)) {
            assertUnauthorized(() -> push("team/refused", credential));
        }
        assertUnauthorized(() -> pull("team/refused", BOB));
    }

    @Test
    void layersAreMountedFromARepositoryThatTheCallerMayRead() throws Exception {
        derive("public/base", "bob/mounted", BOB);
        pull("bob/mounted", BOB);
        assertThat(logOf("bob/mounted")).contains("status=\"201\"");
    }

    @Test
    void layersOfARepositoryThatTheCallerMayNotReadAreUploaded() throws Exception {
        derive("team/base", "bob/uploaded", BOB);
        pull("bob/uploaded", BOB);
        assertThat(logOf("bob/uploaded")).isNotEmpty().doesNotContain("status=\"201\"");
    }

    /** Returns the lines of requests that began an upload or mounted a blob. A mount is answered with 201, and an upload with 202. */
    private static String logOf(String repository) throws Exception {
        return Files.readAllLines(folder.resolve("log")).stream()
                .filter(line -> line.contains("method=\"POST\" path=\"/v2/" + repository + "/blobs/uploads/\""))
                .collect(Collectors.joining("\n"));
    }
}
