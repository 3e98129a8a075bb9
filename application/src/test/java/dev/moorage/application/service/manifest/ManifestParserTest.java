package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.service.manifest.parse.ManifestParser;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ContentReference.Kind;
import dev.moorage.domain.manifest.Manifest;
import dev.moorage.domain.manifest.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The values that are read from a manifest. {@code PushedManifestsTest} of adapters-http tests which manifests are
 * accepted.
 */
class ManifestParserTest {
    private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final Digest ONE = digest(1);
    private static final Digest TWO = digest(2);

    private final ManifestParser parser = new ManifestParser(1000);

    private static Digest digest(int number) {
        return Digest.parse("sha256:" + String.format(Locale.ROOT, "%064x", number));
    }

    private Manifest parse(String json) {
        return parser.parse(json.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    @Test
    void anImageRefersToItsConfigAndLayers() {
        assertThat(parse("""
                        {"schemaVersion":2,"config":{"digest":"%s","size":7},"layers":[
                         {"mediaType":"plain","digest":"%s"},
                         {"digest":"%s","urls":["https://example.org/x"]},
                         {"digest":"%s","mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar"}],
                         "subject":{"digest":"%s"}}""".formatted(ONE, TWO, TWO, TWO, ONE))).satisfies(manifest -> {
            assertThat(manifest.mediaType()).hasToString(IMAGE);
            assertThat(manifest.subject()).contains(ONE);
            assertThat(manifest.references())
                    .containsExactly(
                            blob(ONE, OptionalLong.of(7), false),
                            blob(TWO, OptionalLong.empty(), false),
                            blob(TWO, OptionalLong.empty(), true),
                            blob(TWO, OptionalLong.empty(), true));
        });
    }

    private static ContentReference blob(Digest digest, OptionalLong size, boolean mayBeMissing) {
        return new ContentReference(Kind.BLOB, digest, size, mayBeMissing, Optional.empty());
    }

    @Test
    void anIndexRefersToManifestsAndToWhatMayBeABlob() {
        assertThat(parse("""
                        {"manifests":[
                         {"mediaType":"%s","digest":"%s","platform":{"os":"linux","architecture":"arm64"}},
                         {"mediaType":"application/x","digest":"%s"}],"mediaType":"%s","schemaVersion":2}""".formatted(IMAGE, ONE, TWO, INDEX)).references())
                .containsExactly(
                        new ContentReference(
                                Kind.MANIFEST,
                                ONE,
                                OptionalLong.empty(),
                                false,
                                Optional.of(new Platform("linux", "arm64"))),
                        new ContentReference(
                                Kind.MANIFEST_OR_BLOB, TWO, OptionalLong.empty(), false, Optional.empty()));
    }

    @Test
    void aManifestOfAnotherKindRefersToNothing() {
        assertThat(parse("{\"mediaType\":\"a/b\",\"layers\":[{\"digest\":\"" + ONE + "\"}]}")
                        .references())
                .isEmpty();
    }

    private static String imageOfLayers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{\"digest\":\"" + digest(i) + "\"}")
                .collect(Collectors.joining(
                        ",", "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + ONE + "\"},\"layers\":[", "]}"));
    }

    @Test
    void moreReferencesThanConfiguredAreRefusedByTheNameOfTheKey() {
        assertThat(parse(imageOfLayers(999)).references()).hasSize(1000);
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> parse(imageOfLayers(1000)))
                .withMessageContaining("MANIFEST_INVALID")
                .withMessageContaining("1001")
                .withMessageContaining("1000 of validation.manifests.maxreferences");
    }
}
