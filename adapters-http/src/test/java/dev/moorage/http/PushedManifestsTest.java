package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which manifests a push accepts: all except those that two readers could understand differently. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushedManifestsTest {
    private final RunningRegistry registry = new RunningRegistry();

    PushedManifestsTest() throws IOException {}

    static List<ManifestCase> cases() {
        return ManifestCase.all();
    }

    @BeforeAll
    void pushTheBlob() throws IOException {
        try (RawClient client = registry.client()) {
            client.push("a", "0123456789".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @AfterAll
    void stop() throws IOException {
        registry.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aManifestIsAcceptedOrRefusedAsDecided(ManifestCase manifest) throws IOException {
        try (RawClient client = registry.client()) {
            RawClient.Answer answer =
                    client.send("PUT /v2/a/manifests/t", manifest.content(), "Content-Type: " + manifest.contentType());
            assertThat(answer.status()).as(answer.text()).isEqualTo(manifest.status());
            if (manifest.status() == 201) {
                RawClient.Answer got = client.send("GET /v2/a/manifests/t");
                assertThat(got.body()).isEqualTo(manifest.content());
                assertThat(got.header("Content-Type")).contains(manifest.served());
            } else {
                assertThat(answer.code()).isEqualTo("MANIFEST_INVALID");
                assertThat(answer.text()).contains(manifest.reason());
            }
        }
    }

    /**
     * Distribution accepts some manifests in which two readers see different content. Each of these cases is a decision (ADR
     * 20).
     */
    @Test
    void whatDistributionTakesIsRefusedOnlyWhereItIsAmbiguous() {
        assertThat(cases().stream()
                        .filter(manifest -> manifest.distribution() == 201 && manifest.status() != 201)
                        .map(ManifestCase::name))
                .containsExactlyInAnyOrder(
                        "an index without mediaType and manifests",
                        "a subject that is a number",
                        "schemaVersion twice",
                        "layers twice",
                        "a digest twice in a layer",
                        "Layers",
                        "CONFIG beside config",
                        "mediatype",
                        "Digest in a layer",
                        "Subject",
                        "a long s in layers",
                        "bytes that are no UTF-8");
    }
}
