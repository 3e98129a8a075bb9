package dev.moorage.application.service.notification;

import dev.moorage.application.port.in.access.RequestOrigin;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.manifest.ContentReference;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes events in the JSON of CNCF Distribution ({@code notifications/event.go}), without white space. */
final class EventJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final EventSource source;

    EventJson(EventSource source) {
        this.source = source;
    }

    byte[] write(UUID id, Instant time, NotifiedEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("id", id.toString());
            json.writeStringProperty("timestamp", time.toString());
            json.writeStringProperty("action", event.action().toString());
            target(json, event);
            request(json, event.caller().origin());
            json.writeObjectPropertyStart("actor");
            Subject subject = event.caller().subject();
            if (subject instanceof Subject.User user) {
                json.writeStringProperty("name", user.name());
            }
            json.writeEndObject();
            json.writeObjectPropertyStart("source");
            text(json, "addr", source.address());
            text(json, "instanceID", source.instance());
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void target(JsonGenerator json, NotifiedEvent event) {
        json.writeObjectPropertyStart("target");
        text(json, "mediaType", event.mediaType());
        event.digest().ifPresent(digest -> json.writeStringProperty("digest", digest.toString()));
        event.size().ifPresent(size -> {
            json.writeNumberProperty("size", size);
            json.writeNumberProperty("length", size);
        });
        json.writeStringProperty("repository", event.repository().value());
        event.from().ifPresent(from -> json.writeStringProperty("fromRepository", from.value()));
        event.path()
                .ifPresent(path -> json.writeStringProperty(
                        "url",
                        source.url(event.caller().origin().host()) + "/v2/"
                                + event.repository().value() + "/" + path));
        event.tag().ifPresent(tag -> json.writeStringProperty("tag", tag.value()));
        if (source.includesReferences() && !event.references().isEmpty()) {
            json.writeArrayPropertyStart("references");
            event.references().forEach(reference -> reference(json, reference));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void reference(JsonGenerator json, ContentReference reference) {
        json.writeStartObject();
        json.writeStringProperty("digest", reference.digest().toString());
        reference.size().ifPresent(size -> json.writeNumberProperty("size", size));
        json.writeEndObject();
    }

    private void request(JsonGenerator json, RequestOrigin origin) {
        json.writeObjectPropertyStart("request");
        json.writeStringProperty("id", origin.id());
        json.writeStringProperty("addr", origin.address());
        text(json, "host", source.host(origin.host()));
        json.writeStringProperty("method", origin.method());
        json.writeStringProperty("useragent", origin.agent().orElse(""));
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }
}
