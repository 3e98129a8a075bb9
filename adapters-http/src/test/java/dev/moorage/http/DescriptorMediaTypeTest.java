package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests media types of descriptors as clients send them. The image specification requires RFC 6838, which has neither
 * parameters nor types without a slash. Clients still send them, for example {@code oras push notes.txt:plain}, and
 * Distribution accepts any string.
 */
class DescriptorMediaTypeTest {
    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Digest BLOB = Digest.of(DigestAlgorithm.SHA256, CONTENT);

    private final RunningRegistry registry = new RunningRegistry();
    private final RawClient client = registry.client();

    DescriptorMediaTypeTest() throws IOException {}

    @BeforeEach
    void push() throws IOException {
        assertThat(client.send("POST /v2/a/blobs/uploads/?digest=" + BLOB, CONTENT)
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    /** A descriptor of the given media type, in which quotes are escaped for JSON. */
    private static String descriptor(String type) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":10}".formatted(type.replace("\"", "\\\""), BLOB);
    }

    private static String image(String type, String config, String layer, String more) {
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
                .formatted(type, descriptor(config), descriptor(layer), more);
    }

    private RawClient.Answer put(String manifest) throws IOException {
        return client.send("PUT /v2/a/manifests/x", manifest.getBytes(StandardCharsets.UTF_8), "Content-Type: " + OCI);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain; charset=utf-8",
                "text/plain;charset=utf-8",
                "text/plain ; charset=\"utf-8\"; format=flowed",
                "application/vnd.oci.image.layer.v1.tar+gzip;encryption=x",
                "text",
                "text/",
                ";charset=utf-8",
                "text/pl ain; charset=utf-8",
                "text/plain, text/html",
                "text/plain; charset=\\r\\nX-Evil: 1",
                "text/plain;\\u0000",
                "text/plain; charset=ü"
            })
    void anyTypeIsTakenAndComesBack(String type) throws IOException {
        String manifest = image(OCI, "application/x", type, "");
        assertThat(put(manifest).status()).isEqualTo(201);
        assertThat(client.send("GET /v2/a/manifests/x").text()).isEqualTo(manifest);
    }

    @Test
    void aManifestsOwnTypeHasNoneSinceItIsServedUnderIt() throws IOException {
        assertThat(put(image(OCI + ";charset=utf-8", "application/x", "application/x", ""))
                        .code())
                .isEqualTo("MANIFEST_INVALID");
    }

    @Test
    void aConfigsTypeIsTheArtifactTypeAsItStands() throws IOException {
        String subject = ",\"subject\":" + descriptor(OCI);
        assertThat(put(image(OCI, "text/plain; charset=utf-8", "application/x", subject))
                        .status())
                .isEqualTo(201);
        String referrers = "GET /v2/a/referrers/" + BLOB;
        String told = "\"artifactType\":\"text/plain; charset=utf-8\"";
        assertThat(client.send(referrers).text()).contains(told);
        assertThat(client.send(referrers + "?artifactType=text/plain;%20charset=utf-8")
                        .text())
                .contains(told);
    }
}
