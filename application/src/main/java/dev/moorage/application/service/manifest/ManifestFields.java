package dev.moorage.application.service.manifest;

import static dev.moorage.application.service.manifest.ManifestParser.invalid;

import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.ContentReference.Kind;
import dev.moorage.domain.manifest.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The fields of a manifest's JSON object, each read strictly; {@code null} counts as absent, as it does in Go. */
final class ManifestFields {
    private final JsonNode node;

    ManifestFields(JsonNode node) {
        this.node = node;
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode value = node.get(name);
        if (!value.isString()) {
            throw invalid(name + " is not a string");
        }
        return Optional.of(value.stringValue()).filter(text -> !text.isEmpty());
    }

    /** A media type that something is served under: without parameters. */
    Optional<MediaType> mediaType(String name) {
        return text(name)
                .map(text -> MediaType.tryParse(text)
                        .filter(parsed -> parsed.value().equals(text))
                        .orElseThrow(() -> invalid(name + " is not a media type")));
    }

    Optional<Descriptor> subject() {
        return object("subject").map(ManifestFields::descriptor);
    }

    Map<String, String> annotations() {
        Map<String, String> annotations = new HashMap<>();
        object("annotations")
                .ifPresent(fields -> fields.node.properties().forEach(entry -> {
                    if (!entry.getValue().isString()) {
                        throw invalid("an annotation is not a string");
                    }
                    annotations.put(entry.getKey(), entry.getValue().stringValue());
                }));
        return annotations;
    }

    /**
     * A descriptor.
     *
     * @param kind what content of a media type is
     */
    Optional<ContentReference> reference(String name, Function<MediaType, Kind> kind) {
        return object(name).map(fields -> fields.reference(kind));
    }

    /** An array of descriptors; none where there is no such field. */
    List<ContentReference> references(String name, Function<MediaType, Kind> kind) {
        if (!has(name)) {
            return List.of();
        }
        if (!node.get(name).isArray()) {
            throw invalid(name + " is not an array");
        }
        List<ContentReference> references = new ArrayList<>();
        for (JsonNode element : node.get(name)) {
            if (!element.isObject()) {
                throw invalid(name + " has an element that is not a descriptor");
            }
            references.add(new ManifestFields(element).reference(kind));
        }
        return references;
    }

    private Optional<ManifestFields> object(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!node.get(name).isObject()) {
            throw invalid(name + " is not an object");
        }
        return Optional.of(new ManifestFields(node.get(name)));
    }

    private ContentReference reference(Function<MediaType, Kind> kind) {
        Descriptor descriptor = descriptor();
        return new ContentReference(kind.apply(descriptor.mediaType()), descriptor, urls(), platform());
    }

    private Descriptor descriptor() {
        MediaType mediaType = text("mediaType")
                .flatMap(MediaType::tryParseWithParameters)
                .orElseThrow(() -> invalid("a descriptor has no mediaType that can be read"));
        Digest digest = text("digest")
                .flatMap(Digest::tryParse)
                .orElseThrow(() -> invalid("a descriptor has no digest that can be read"));
        JsonNode size = node.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw invalid("a descriptor has no size");
        }
        return new Descriptor(mediaType, digest, size.longValue());
    }

    private List<String> urls() {
        if (!has("urls")) {
            return List.of();
        }
        List<String> urls = new ArrayList<>();
        for (JsonNode url : node.get("urls")) {
            if (!url.isString()) {
                throw invalid("a descriptor's urls are not strings");
            }
            urls.add(url.stringValue());
        }
        return urls;
    }

    private Optional<Platform> platform() {
        return object("platform")
                .map(fields -> new Platform(
                        fields.text("os").orElse(""),
                        fields.text("architecture").orElse("")));
    }
}
