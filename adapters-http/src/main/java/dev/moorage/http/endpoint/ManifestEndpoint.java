package dev.moorage.http.endpoint;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.manifest.DeleteManifestCommand;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.manifest.PutManifestResult;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.exchange.HttpError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v2/<name>/manifests/<reference>}: OCI Distribution Specification, sections "Pulling manifests", "Pushing
 * manifests", "Deleting tags", "Deleting Manifests".
 */
public final class ManifestEndpoint {
    private static final int MAX_TAGS = 100;

    private final ManifestUseCases manifests;
    private final Locations locations;
    private final int maxBytes;
    private final MemoryBudget memory;

    public ManifestEndpoint(ManifestUseCases manifests, Locations locations, int maxBytes, MemoryBudget memory) {
        this.manifests = manifests;
        this.locations = locations;
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    public void handle(Exchange exchange, RepositoryName repository, Reference reference) throws IOException {
        switch (exchange.method()) {
            case "PUT" -> put(exchange, repository, reference);
            case "DELETE" -> {
                manifests
                        .delete()
                        .delete(new DeleteManifestCommand(
                                exchange.caller(), repository, reference, ConditionalRequests.change(exchange)));
                exchange.empty(202);
            }
            default -> get(exchange, repository, reference);
        }
    }

    private void get(Exchange exchange, RepositoryName repository, Reference reference) throws IOException {
        Digest digest = manifests.get().resolve(repository, reference);
        if (ConditionalRequests.isNotModified(exchange, digest)) {
            describe(exchange, digest).notModified();
            return;
        }
        if (exchange.isHead()) {
            Descriptor descriptor = manifests.get().describe(repository, digest);
            serves(exchange, descriptor);
            describe(exchange, digest).head(200, ServedMediaType.of(descriptor.mediaType()), descriptor.size());
            return;
        }
        try (ManifestContent manifest = manifests.get().get(repository, digest)) {
            serves(exchange, manifest.descriptor());
            describe(exchange, digest)
                    .content(
                            200,
                            ServedMediaType.of(manifest.descriptor().mediaType()),
                            manifest.bytes(),
                            manifest.lease());
        }
    }

    private static void serves(Exchange exchange, Descriptor descriptor) {
        exchange.serves(descriptor.digest(), descriptor.mediaType().toString(), descriptor.size());
    }

    /**
     * Adds the digest and the caching headers. Called only when the response is certain: an error response must not carry
     * these headers.
     */
    private static Exchange describe(Exchange exchange, Digest digest) {
        return exchange.header("Docker-Content-Digest", digest.toString())
                .header("ETag", ConditionalRequests.entityTag(digest));
    }

    private void put(Exchange exchange, RepositoryName repository, Reference reference) throws IOException {
        Optional<String> header = exchange.requestHeader("Content-Type");
        Optional<MediaType> contentType = header.map(text -> MediaType.tryParse(text)
                .orElseThrow(() -> new HttpError(400, ErrorCode.MANIFEST_INVALID, "Content-Type is no media type")));
        ContentHeaders.requireOctets(exchange);
        PutManifestResult result;
        try (ManifestBody body = new ManifestBody(exchange.body(), maxBytes, memory)) {
            result = manifests
                    .put()
                    .put(new PutManifestCommand(
                            exchange.caller(),
                            repository,
                            reference,
                            contentType,
                            body.read(),
                            tags(exchange),
                            ConditionalRequests.change(exchange)));
        }
        Digest digest = result.descriptor().digest();
        exchange.header("Location", locations.manifest(repository, digest))
                .header("Docker-Content-Digest", digest.toString());
        result.subject().ifPresent(subject -> exchange.header("OCI-Subject", subject.toString()));
        result.tags().forEach(tag -> exchange.response().addHeader("OCI-Tag", tag.value()));
        exchange.empty(201);
    }

    private static List<Tag> tags(Exchange exchange) {
        List<String> values = exchange.query().values("tag");
        if (values.size() > MAX_TAGS) {
            throw new HttpError(414, ErrorCode.TAG_INVALID, "more than " + MAX_TAGS + " tags at once");
        }
        return values.stream().map(Tag::parse).distinct().toList();
    }
}
