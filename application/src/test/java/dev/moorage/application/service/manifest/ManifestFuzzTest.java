package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.Manifest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Manifests of any bytes: what is accepted is UTF-8, means one thing, and is of the type that it was accepted as. */
class ManifestFuzzTest {
    @FuzzTest
    void manifests(byte[] data) throws CharacterCodingException {
        Manifest manifest;
        try {
            manifest = ManifestParser.parse(data, Optional.empty());
        } catch (RegistryException _) {
            return;
        }
        // RFC 8259, section 8.1: other readers know no other encoding.
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
        assertThat(ManifestParser.parse(data.clone(), Optional.empty())).isEqualTo(manifest);
        MediaType type = manifest.common().mediaType();
        assertThat(MediaType.tryParse(type.value())).contains(type);
        assertThat(ManifestParser.parse(data, Optional.of(type))).isEqualTo(manifest);
        for (ContentReference reference : manifest.references()) {
            assertThat(reference.descriptor().size()).isNotNegative();
        }
    }
}
