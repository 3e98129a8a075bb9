package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.ReindexObserver;
import dev.moorage.application.port.in.maintenance.ReindexReport;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint;
import dev.moorage.application.port.in.maintenance.VerifyObserver;
import dev.moorage.application.port.in.maintenance.VerifyProgress;
import dev.moorage.application.port.in.maintenance.VerifyRequest;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.maintenance.MaintenanceServices;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests a storage root with manifests that other registries accepted. All of them are served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredManifestsTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a");
    private static final byte[] BLOB = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Digest BLOB_DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);
    private static final List<ManifestCase> CASES = ManifestCase.all();

    private final RunningRegistry registry = new RunningRegistry();
    private final Links links = new Links(registry.storage);

    StoredManifestsTest() throws IOException {}

    static List<ManifestCase> cases() {
        return CASES;
    }

    private static Tag tag(int index) {
        return new Tag("t" + index);
    }

    @BeforeAll
    void write() throws IOException {
        blob(BLOB_DIGEST, BLOB);
        links.write(RegistryKeys.layerLink(REPOSITORY, BLOB_DIGEST), BLOB_DIGEST);
        for (int i = 0; i < CASES.size(); i++) {
            write(REPOSITORY, CASES.get(i), tag(i));
        }
    }

    private void write(RepositoryName repository, ManifestCase manifest, Tag tag) throws IOException {
        Digest digest = manifest.digest();
        blob(digest, manifest.content());
        links.write(RegistryKeys.revisionLink(repository, digest), digest);
        links.write(RegistryKeys.tagIndexLink(repository, tag, digest), digest);
        links.write(RegistryKeys.tagLink(repository, tag), digest);
    }

    private void blob(Digest digest, byte[] content) throws IOException {
        registry.storage.put(RegistryKeys.blob(digest), content, WriteCondition.ANY, Durability.POWER_LOSS);
    }

    @AfterAll
    void stop() throws IOException {
        registry.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aStoredManifestIsServedAsItIs(ManifestCase manifest) throws IOException {
        try (RawClient client = registry.client()) {
            for (String reference : List.of(
                    tag(CASES.indexOf(manifest)).value(), manifest.digest().toString())) {
                RawClient.Answer head = client.send("HEAD /v2/a/manifests/" + reference);
                RawClient.Answer got = client.send("GET /v2/a/manifests/" + reference);
                assertThat(got.body()).isEqualTo(manifest.content());
                for (RawClient.Answer answer : List.of(head, got)) {
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.header("Content-Type")).contains(manifest.served());
                    assertThat(answer.header("Content-Length")).contains(Integer.toString(manifest.content().length));
                    assertThat(answer.header("Docker-Content-Digest"))
                            .contains(manifest.digest().toString());
                }
            }
        }
    }

    @Test
    void tagsAndReferrersAreListedWithBrokenOnesAmongThem() throws IOException {
        try (RawClient client = registry.client()) {
            RawClient.Answer tags = client.send("GET /v2/a/tags/list");
            assertThat(tags.status()).isEqualTo(200);
            for (int i = 0; i < CASES.size(); i++) {
                assertThat(tags.text()).contains("\"" + tag(i) + "\"");
            }
            assertThat(client.send("GET /v2/a/referrers/" + BLOB_DIGEST).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void verifyFindsOnlyWhatIsWrongAboutTheirContent() throws IOException {
        List<Finding> findings = new ArrayList<>();
        VerifyRequest everything = new VerifyRequest(2, false, VerifyCheckpoint.START);
        maintenance().verify().verify(everything, new VerifyObserver() {
            @Override
            public void found(Finding finding) {
                if (finding.kind().isProblem()) {
                    findings.add(finding);
                }
            }

            @Override
            public void progressed(VerifyProgress progress) {
                // Such text is only displayed.
            }

            @Override
            public void reached(VerifyCheckpoint checkpoint) {
                // The run is not interrupted.
            }
        });
        assertThat(findings.stream().map(Finding::kind).distinct())
                .containsExactlyInAnyOrder(Finding.Kind.UNREADABLE_MANIFEST, Finding.Kind.WRONG_SIZE);
        assertThat(findings.stream().filter(finding -> finding.kind() == Finding.Kind.UNREADABLE_MANIFEST))
                .as("those that are no JSON")
                .hasSize(5);
    }

    @Test
    void reindexListsThoseThatHaveASubject() throws IOException {
        List<String> failures = new ArrayList<>();
        ReindexReport report = maintenance().reindex().reindex(2, true, new ReindexObserver() {
            @Override
            public void added(RepositoryName repository, Digest subject, Digest referrer) {
                assertThat(subject).isEqualTo(BLOB_DIGEST);
            }

            @Override
            public void failed(RepositoryName repository, Digest manifest, String reason) {
                failures.add(reason);
            }

            @Override
            public void unreadable(String folder, String reason) {
                failures.add(reason);
            }

            @Override
            public void progressed(long manifests) {
                // Shown to people only.
            }
        });
        assertThat(failures).isEmpty();
        assertThat(report.failed()).isZero();
    }

    private MaintenanceServices maintenance() {
        return MaintenanceServices.over(
                registry.storage,
                Docket.of(registry.storage, InstantSource.system()),
                ManifestPolicy.COMPLETE,
                new TransferBuffers(TransferBuffers.SMALL, 2),
                new ComputePool(),
                InstantSource.system());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aStoredManifestCanBeDeleted(ManifestCase manifest) throws IOException {
        RepositoryName other = new RepositoryName("deleted");
        write(other, manifest, new Tag("t"));
        try (RawClient client = registry.client()) {
            String byDigest = "/v2/deleted/manifests/" + manifest.digest();
            assertThat(client.send("DELETE " + byDigest).status()).isEqualTo(202);
            assertThat(client.send("GET " + byDigest).status()).isEqualTo(404);
            assertThat(client.send("GET /v2/deleted/manifests/t").status()).isEqualTo(404);
        }
    }
}
