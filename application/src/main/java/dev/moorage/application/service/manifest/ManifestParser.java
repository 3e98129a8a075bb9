package dev.moorage.application.service.manifest;

import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ContentReference.Kind;
import dev.moorage.domain.manifest.Manifest;
import dev.moorage.domain.manifest.Manifest.Common;
import dev.moorage.domain.manifest.Manifest.ImageIndex;
import dev.moorage.domain.manifest.Manifest.ImageManifest;
import dev.moorage.domain.manifest.Manifest.OtherManifest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads manifests: OCI Image Specification 1.1, image manifest and image index, and Docker's of schema 2. Bounded in depth
 * and in the length of what it takes in; a key that stands twice, and anything after the object, is refused, so that no two
 * readers see two different manifests in the same bytes.
 */
public final class ManifestParser {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_STRING = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING)
                            .maxNumberLength(32)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestParser() {}

    /**
     * The manifest that the bytes hold.
     *
     * @param contentType what the request says they are; empty when it says nothing, or for what is stored
     * @throws RegistryException {@code MANIFEST_INVALID}
     */
    public static Manifest parse(byte[] content, Optional<MediaType> contentType) {
        JsonNode root;
        try {
            // RFC 8259, section 8.1; left to itself the parser would guess UTF-16 and UTF-32 too, and forgive overlong
            // forms.
            root = JSON.readTree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (JacksonException | CharacterCodingException _) {
            throw invalid("manifest is not a JSON object that can be read");
        }
        if (!root.isObject()) {
            throw invalid("manifest is not a JSON object");
        }
        requireSchemaVersion2(root);
        ManifestFields fields = new ManifestFields(root);
        MediaType mediaType = mediaType(fields, contentType);
        boolean image = root.hasNonNull("config") || root.hasNonNull("layers");
        if (image && root.hasNonNull("manifests")) {
            throw invalid("config or layers stand beside manifests");
        }
        Common common = new Common(mediaType, fields.text("artifactType"), fields.subject(), fields.annotations());
        if (isImage(mediaType)) {
            ContentReference config = fields.reference("config", _ -> Kind.BLOB)
                    .orElseThrow(() -> invalid("image manifest has no config"));
            return new ImageManifest(common, config, fields.references("layers", _ -> Kind.BLOB));
        }
        if (isIndex(mediaType)) {
            if (!root.path("manifests").isArray()) {
                throw invalid("image index has no manifests");
            }
            return new ImageIndex(common, fields.references("manifests", ManifestParser::kindOfEntry));
        }
        return new OtherManifest(common);
    }

    private static void requireSchemaVersion2(JsonNode root) {
        JsonNode version = root.path("schemaVersion");
        if (!version.isIntegralNumber() || !version.canConvertToInt() || version.intValue() != 2) {
            throw invalid("schemaVersion is not 2");
        }
    }

    private static MediaType mediaType(ManifestFields fields, Optional<MediaType> contentType) {
        Optional<MediaType> declared = fields.mediaType("mediaType");
        if (declared.isPresent()) {
            if (contentType.isPresent() && !contentType.equals(declared)) {
                throw invalid("mediaType differs from Content-Type");
            }
            return declared.get();
        }
        // OCI manifests may leave it out; then only what they look like can tell, and the request must agree.
        MediaType inferred = fields.has("manifests") ? MediaType.OCI_IMAGE_INDEX : MediaType.OCI_IMAGE_MANIFEST;
        if (contentType.isPresent() && !contentType.get().equals(inferred)) {
            throw invalid("manifest without mediaType is not what Content-Type says");
        }
        return inferred;
    }

    private static boolean isImage(MediaType mediaType) {
        return mediaType.equals(MediaType.OCI_IMAGE_MANIFEST) || mediaType.equals(MediaType.DOCKER_MANIFEST);
    }

    private static boolean isIndex(MediaType mediaType) {
        return mediaType.equals(MediaType.OCI_IMAGE_INDEX) || mediaType.equals(MediaType.DOCKER_MANIFEST_LIST);
    }

    /** An image or index must be there as such, since nobody could pull it otherwise. */
    private static Kind kindOfEntry(MediaType mediaType) {
        return isImage(mediaType) || isIndex(mediaType) ? Kind.MANIFEST : Kind.MANIFEST_OR_BLOB;
    }

    static RegistryException invalid(String message) {
        return new RegistryException(ErrorCode.MANIFEST_INVALID, message);
    }
}
