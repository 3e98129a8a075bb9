package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.moorage.application.service.manifest.parse.ManifestParser;
import dev.moorage.application.service.manifest.parse.StoredManifest;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.Manifest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Parses manifests of arbitrary bytes. An accepted manifest is UTF-8, has one meaning and the accepted type, and is
 * read from storage as it was accepted. Arbitrary bytes can be read from storage.
 */
class ManifestFuzzTest {
    private final ManifestParser parser = new ManifestParser(100);

    @FuzzTest
    void manifests(byte[] data) throws CharacterCodingException {
        StoredManifest stored = StoredManifest.read(data);
        Manifest manifest;
        try {
            manifest = parser.parse(data, Optional.empty());
        } catch (RegistryException _) {
            return;
        }
        // RFC 8259, section 8.1: other readers accept no other encoding.
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
        assertThat(parser.parse(data.clone(), Optional.empty())).isEqualTo(manifest);
        MediaType type = manifest.mediaType();
        assertThat(MediaType.tryParse(type.value())).contains(type);
        assertThat(parser.parse(data, Optional.of(type))).isEqualTo(manifest);
        assertThat(manifest.references()).hasSizeLessThanOrEqualTo(100);
        assertThat(stored.isJson()).isTrue();
        assertThat(stored.mediaType()).isEqualTo(type);
        assertThat(stored.subject()).isEqualTo(manifest.subject());
    }
}
