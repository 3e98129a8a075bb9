package dev.moorage.http;

import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.port.in.manifest.PutManifestResult;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v2/<name>/manifests/<reference>}: OCI Distribution Specification, sections "Pulling manifests", "Pushing
 * manifests", "Deleting tags", "Deleting Manifests".
 */
final class ManifestEndpoint {
    private static final int READ_AT_ONCE = 16 * 1024;
    private static final int MOST_TAGS = 100;

    private final UseCases useCases;
    private final Locations locations;
    private final int maxBytes;

    ManifestEndpoint(UseCases useCases, Locations locations, int maxBytes) {
        this.useCases = useCases;
        this.locations = locations;
        this.maxBytes = maxBytes;
    }

    void handle(Exchange exchange, RepositoryName repository, Reference reference) throws IOException {
        switch (exchange.method()) {
            case "PUT" -> put(exchange, repository, reference);
            case "DELETE" -> {
                useCases.deleteManifest().delete(repository, reference);
                exchange.empty(202);
            }
            default -> get(exchange, repository, reference);
        }
    }

    private void get(Exchange exchange, RepositoryName repository, Reference reference) throws IOException {
        Digest digest = useCases.getManifest().resolve(repository, reference);
        Optional<String> noneMatch = exchange.requestHeader("If-None-Match");
        if (noneMatch.isPresent() && Preconditions.noneMatches(noneMatch.get(), digest)) {
            describe(exchange, digest).notModified();
            return;
        }
        ManifestContent manifest = useCases.getManifest().get(repository, digest);
        byte[] content = new byte[manifest.bytes().remaining()];
        manifest.bytes().get(content);
        describe(exchange, digest)
                .content(200, manifest.descriptor().mediaType().value(), content);
    }

    /** What caches may rely on. Never said before it is certain: an error has no such headers. */
    private static Exchange describe(Exchange exchange, Digest digest) {
        return exchange.header("Docker-Content-Digest", digest.toString())
                .header("ETag", Preconditions.entityTag(digest));
    }

    private void put(Exchange exchange, RepositoryName repository, Reference reference) throws IOException {
        Optional<String> header = exchange.requestHeader("Content-Type").filter(text -> !text.isBlank());
        Optional<MediaType> contentType = header.map(text -> MediaType.tryParse(text)
                .orElseThrow(() -> new Refusal(400, ErrorCode.MANIFEST_INVALID, "Content-Type is no media type")));
        ContentHeaders.requireOctets(exchange);
        PutManifestResult result = useCases.putManifest()
                .put(new PutManifestCommand(repository, reference, contentType, read(exchange), tags(exchange)));
        Digest digest = result.descriptor().digest();
        exchange.header("Location", locations.manifest(repository, digest))
                .header("Docker-Content-Digest", digest.toString());
        result.subject().ifPresent(subject -> exchange.header("OCI-Subject", subject.toString()));
        result.tags().forEach(tag -> exchange.response().addHeader("OCI-Tag", tag.value()));
        exchange.empty(201);
    }

    private static List<Tag> tags(Exchange exchange) {
        List<String> values = exchange.query().values("tag");
        if (values.size() > MOST_TAGS) {
            throw new Refusal(414, ErrorCode.TAG_INVALID, "more than " + MOST_TAGS + " tags at once");
        }
        return values.stream().map(Tag::parse).distinct().toList();
    }

    /** Grows with what arrives, so that an announcement alone costs nothing. */
    private byte[] read(Exchange exchange) throws IOException {
        RequestBody body = exchange.body();
        if (body.length().orElse(0) > maxBytes) {
            throw tooLarge();
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(READ_AT_ONCE);
        try {
            while (body.read(buffer.clear()) >= 0) {
                content.write(buffer.array(), 0, buffer.position());
                if (content.size() > maxBytes) {
                    throw tooLarge();
                }
            }
        } catch (RequestEndedException ended) {
            throw ended;
        } catch (IOException _) {
            throw new Refusal(400, ErrorCode.SIZE_INVALID, "the body ended before it was complete");
        }
        return content.toByteArray();
    }

    private Refusal tooLarge() {
        return new Refusal(413, ErrorCode.SIZE_INVALID, "a manifest has at most " + maxBytes + " bytes");
    }
}
