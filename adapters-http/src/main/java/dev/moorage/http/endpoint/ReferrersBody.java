package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.manifest.Referrer;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.http.exchange.Exchange;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the image index of a referrers list as the entries are read: OCI Distribution Specification, section "Listing
 * Referrers".
 */
final class ReferrersBody {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private ReferrersBody() {}

    static void write(Exchange exchange, ReferrersPage page) throws IOException {
        page.lease().isWithClient(exchange::end);
        exchange.response().setStatus(200);
        exchange.response().setContentType(MediaType.OCI_IMAGE_INDEX.value());
        try (JsonGenerator json = JSON.createGenerator(
                ObjectWriteContext.empty(), exchange.response().getOutputStream())) {
            json.writeStartObject();
            json.writeNumberProperty("schemaVersion", 2);
            json.writeStringProperty("mediaType", MediaType.OCI_IMAGE_INDEX.value());
            json.writeArrayPropertyStart("manifests");
            for (Referrer referrer : page.referrers()) {
                write(json, referrer);
                page.lease().touch();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Referrer referrer) {
        json.writeStartObject();
        json.writeStringProperty("mediaType", referrer.descriptor().mediaType().value());
        json.writeStringProperty("digest", referrer.descriptor().digest().toString());
        json.writeNumberProperty("size", referrer.descriptor().size());
        referrer.artifactType().ifPresent(type -> json.writeStringProperty("artifactType", type));
        if (!referrer.annotations().isEmpty()) {
            json.writeObjectPropertyStart("annotations");
            referrer.annotations().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
