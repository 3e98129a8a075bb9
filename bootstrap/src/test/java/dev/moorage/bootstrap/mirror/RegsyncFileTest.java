package dev.moorage.bootstrap.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.application.port.in.mirror.MirrorRequest;
import dev.moorage.application.port.in.mirror.MirrorRequest.Allowance;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.UpstreamConfig.Login;
import dev.moorage.domain.manifest.Platform;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegsyncFileTest {
    private static final String SYNC = """
            sync:
              - source: alpine:3.20
                target: registry:5000/library/alpine:3.20
                type: image
            """;

    @TempDir
    private Path folder;

    private MirrorPlan read(String text) throws IOException, InvalidConfigurationException {
        return RegsyncFile.read(file(text), Map.of("TOKEN", "t0ken"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("regsync.yml"), text);
    }

    private List<String> errors(String text) throws IOException {
        Path path = file(text);
        InvalidConfigurationException invalid = catchThrowableOfType(
                InvalidConfigurationException.class, () -> RegsyncFile.read(path, Map.of("TOKEN", "t0ken")));
        assertThat(invalid).isNotNull();
        return invalid.errors().stream()
                .map(error -> error.replace(path + ": ", ""))
                .toList();
    }

    @Test
    void aFileOfRegsyncIsRead() throws Exception {
        Files.writeString(folder.resolve("password"), "secret\n");
        MirrorPlan plan = read("""
                version: 1
                creds:
                  - registry: docker.io
                    user: captain
                    pass: '{{file "%s/password"}}'
                  - registry: localhost:5001
                    tls: disabled
                  - registry: gitlab.example
                    user: robot
                    pass: '{{ env "TOKEN" }}'
                    realms: [auth.gitlab.example]
                defaults:
                  interval: 60m
                  ratelimit: {min: 100, retry: 15m}
                sync:
                  - source: busybox
                    target: registry:5000/library/busybox:latest
                    type: image
                  - source: localhost:5001/team/app
                    target: mirror/app
                    type: repository
                    tags:
                      allow: ['v\\d+', latest]
                      deny: [v0]
                    platforms: [linux/amd64, linux/arm64]
                    referrers: true
                    digestTags: true
                    interval: 5m
                    ratelimit: {min: 0}
                """.formatted(folder));
        assertThat(plan.registries())
                .containsExactly(
                        new SourceRegistry(
                                "docker.io",
                                "creds[0].registry",
                                URI.create("https://registry-1.docker.io"),
                                new Login.Password("captain", "secret"),
                                Optional.empty(),
                                Set.of()),
                        new SourceRegistry(
                                "localhost:5001",
                                "creds[1].registry",
                                URI.create("http://localhost:5001"),
                                new Login.Anonymous(),
                                Optional.empty(),
                                Set.of()));
        MirrorPlan.Entry one = plan.entries().getFirst();
        Reference latest = new Reference.ByTag(new Tag("latest"));
        assertThat(one.request().images())
                .isEqualTo(new MirrorRequest.Image(
                        new RepositoryName("library/busybox"),
                        latest,
                        new RepositoryName("library/busybox"),
                        new Tag("latest")));
        assertThat(one.request().allowance()).isEqualTo(new Allowance(100, Duration.ofMinutes(15)));
        assertThat(one.request().referrers()).isFalse();
        assertThat(one.interval()).hasValue(Duration.ofHours(1));
        MirrorPlan.Entry app = plan.entries().getLast();
        assertThat(app.source()).isEqualTo("localhost:5001/team/app");
        assertThat(app.interval()).hasValue(Duration.ofMinutes(5));
        MirrorRequest request = app.request();
        assertThat(request.registry()).isEqualTo("localhost:5001");
        assertThat(request.platforms())
                .hasValue(Set.of(new Platform("linux", "amd64"), new Platform("linux", "arm64")));
        assertThat(request.referrers() && request.digestTags()).isTrue();
        assertThat(request.allowance().least()).isZero();
        MirrorRequest.Repository images = (MirrorRequest.Repository) request.images();
        assertThat(images.source()).hasToString("team/app");
        assertThat(images.target()).hasToString("mirror/app");
        assertThat(List.of("v12", "latest", "v0", "v1-debug").stream().filter(images.tags()::matches))
                .containsExactly("v12", "latest");
    }

    @Test
    void aRegistryWithoutCredentialsIsReadOverTls() throws Exception {
        assertThat(read(SYNC.replace("source: alpine", "source: quay.io/team/alpine"))
                        .registries())
                .extracting(SourceRegistry::address)
                .containsExactly(URI.create("https://quay.io"));
    }

    @Test
    void keysThatAreNotSupportedAndUnknownOnesAreErrorsWithTheirLines() throws Exception {
        assertThat(errors("""
                version: 1
                defaults:
                  backup: "bkup-{{.Ref.Tag}}"
                sync:
                  - source: alpine
                    target: library/alpine
                    type: repository
                    hooks: {pre: {type: x}}
                    intervall: 5m
                    tags:
                      semverRange: ["1"]
                others: 1
                """))
                .containsExactlyInAnyOrder(
                        "line 3: defaults.backup: is a key of regsync that moorage mirror does not support",
                        "line 8: sync[0].hooks: is a key of regsync that moorage mirror does not support",
                        "line 9: sync[0].intervall: unknown key; did you mean sync[0].interval?",
                        "line 11: sync[0].tags.semverRange: is a key of regsync that moorage mirror does not support",
                        "line 12: others: unknown key");
    }

    @Test
    void everythingThatIsWrongIsReportedAtOnce() throws Exception {
        assertThat(errors("""
                version: 2
                creds:
                  - registry: not a host
                  - {registry: quay.io, tls: insecure, user: a}
                  - {registry: quay.io, credHelper: docker-credential-x, pass: '{{json .}}'}
                sync:
                  - {source: "UPPER/case", target: a, type: image}
                  - {source: a, target: "a@sha256:zz", type: image}
                  - {source: a, target: b, type: registry}
                  - {source: a, target: b, type: other, platforms: [linux/arm/v7]}
                  - {source: "a:v1", target: b, type: repository}
                  - {source: a, target: b, type: repository, tags: {allow: ["("]}, interval: soon}
                  - {type: image}
                """))
                .containsExactly(
                        "line 1: version: is not 1",
                        "line 3: creds[0].registry: is not a host such as docker.io or registry.example:5000",
                        "line 4: creds[1].user: needs the other one: user and pass",
                        "line 4: creds[1].tls: insecure is not supported: give the certificate of the authority in regcert",
                        "line 5: creds[2].pass: has another template than {{env \"NAME\"}} and {{file \"PATH\"}}",
                        "line 5: creds[2].registry: stands twice",
                        "line 7: sync[0].source: does not name a repository: UPPER/case",
                        "line 8: sync[1].target: has no digest after @",
                        "line 9: sync[2].type: registry is not supported: list the repositories",
                        "line 10: sync[3].platforms: has an element that is not of the form linux/arm64: variants are"
                                + " copied together",
                        "line 10: sync[3].type: is neither image nor repository",
                        "line 11: sync[4].type: is repository, but source or target has a tag or a digest",
                        "line 12: sync[5].interval: is not a duration such as 30s or 1m30s",
                        "line 12: sync[5].tags.allow: has a pattern that is none: Unclosed group",
                        "line 13: sync[6].source: is missing",
                        "line 13: sync[6].target: is missing");
    }

    @Test
    void aVariableThatIsNotSetAndAFileThatIsNotThereAreErrors() throws Exception {
        assertThat(errors("""
                creds:
                  - {registry: quay.io, user: '{{env "ABSENT"}}', pass: '{{file "/absent"}}'}
                """ + SYNC))
                .contains(
                        "line 2: creds[0].user: names the variable ABSENT, which is not set",
                        "line 2: creds[0].pass: names the file /absent, which cannot be read");
        assertThat(errors("version: 1\n")).containsExactly("sync: is missing: it lists what is copied");
    }

    @Test
    void namesOfImagesAreThoseOfClients() {
        ImageName short1 = ImageName.parse("alpine");
        assertThat(short1.source() + "/" + short1.repositoryOfSource()).isEqualTo("docker.io/library/alpine");
        ImageName hub = ImageName.parse("registry-1.docker.io/alpine:3");
        assertThat(hub.source() + "/" + hub.repositoryOfSource()).isEqualTo("docker.io/library/alpine");
        ImageName team = ImageName.parse("team/app");
        assertThat(team.source() + "/" + team.repositoryOfSource()).isEqualTo("docker.io/team/app");
        ImageName own = ImageName.parse("registry:5000/app:v1");
        assertThat(own.source() + "/" + own.repositoryOfSource()).isEqualTo("registry:5000/app");
        assertThat(own.reference()).hasValue(new Reference.ByTag(new Tag("v1")));
        assertThat(ImageName.parse("localhost/docker.io/library/a").repository())
                .hasToString("docker.io/library/a");
        assertThat(ImageName.parse("[::1]:5000/a:v1").source()).isEqualTo("[::1]:5000");
        assertThat(ImageName.parse("quay.io/a:v1@sha256:" + "0".repeat(64)).reference())
                .containsInstanceOf(Reference.ByDigest.class);
    }
}
