package dev.moorage.http;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.health.ReportHealth;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.endpoint.BlobEndpoint;
import dev.moorage.http.endpoint.DiscoveryEndpoint;
import dev.moorage.http.endpoint.ListingEndpoint;
import dev.moorage.http.endpoint.Locations;
import dev.moorage.http.endpoint.ManifestEndpoint;
import dev.moorage.http.endpoint.OpenUploads;
import dev.moorage.http.endpoint.ReferrersEndpoint;
import dev.moorage.http.endpoint.StartUploadEndpoint;
import dev.moorage.http.endpoint.UploadEndpoint;
import dev.moorage.http.endpoint.UploadResponses;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.live.LiveUploadsEndpoint;
import dev.moorage.http.page.ServedPage;
import dev.moorage.http.route.Route;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Dispatches a parsed route to the endpoint that serves it. */
final class Endpoints {
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final StartUploadEndpoint starts;
    private final UploadEndpoint uploads;
    private final BlobEndpoint blobs;
    private final ManifestEndpoint manifests;
    private final ReferrersEndpoint referrers;
    private final ListingEndpoint listings;
    private final LiveUploadsEndpoint live;
    private final DiscoveryEndpoint discovery;
    private final ReportHealth health;
    private final Optional<ServedPage> page;

    Endpoints(
            UploadUseCases uploads,
            BlobUseCases blobs,
            ManifestUseCases manifests,
            RepositoryUseCases repositories,
            HttpSettings settings,
            TransferBuffers buffers,
            MemoryBudget memory,
            HttpOperations operations,
            Optional<ServedPage> page) {
        Locations locations = new Locations(settings.externalUrl(), settings.prefix());
        UploadResponses answers = new UploadResponses(locations);
        OpenUploads open = new OpenUploads(settings.maxOpenUploads(), System::nanoTime);
        this.starts = new StartUploadEndpoint(uploads, blobs.mount(), answers, open, settings.chunkMinLength());
        this.uploads = new UploadEndpoint(uploads, answers, open);
        this.blobs = new BlobEndpoint(blobs, buffers);
        this.manifests = new ManifestEndpoint(manifests, locations, settings.maxManifestBytes(), memory);
        this.referrers = new ReferrersEndpoint(manifests.referrers(), locations);
        this.listings = new ListingEndpoint(repositories, locations, settings.maxPageEntries());
        this.live = new LiveUploadsEndpoint(
                operations.uploads(), operations.scan(), uploads.end(), open, operations.health()::isStopping);
        this.discovery = new DiscoveryEndpoint(settings.prefix(), page.isPresent());
        this.health = operations.health();
        this.page = page;
    }

    void serve(Exchange exchange, Route route) throws IOException {
        switch (route) {
            case Route.Root _ -> root(exchange);
            case Route.Livez _ -> probe(exchange, health.liveness());
            case Route.Readyz _ -> probe(exchange, health.readiness());
            case Route.Base _ -> exchange.json(200, EMPTY_OBJECT);
            case Route.Catalog _ -> listings.catalog(exchange);
            case Route.Tags(RepositoryName name) -> listings.tags(exchange, name);
            case Route.Referrers(RepositoryName name, Digest digest) -> referrers.list(exchange, name, digest);
            case Route.Manifests(RepositoryName name, Reference reference) ->
                manifests.handle(exchange, name, reference);
            case Route.Blobs(RepositoryName name, Digest digest) -> blobs.handle(exchange, name, digest);
            case Route.Uploads(RepositoryName name) -> starts.post(exchange, name);
            case Route.Upload(RepositoryName name, String id) -> uploads.handle(exchange, name, id);
            case Route.Extensions _ -> discovery.extensions(exchange);
            case Route.OwnEndpoints _ -> discovery.own(exchange);
            case Route.LiveUploads _ -> live.list(exchange);
            case Route.LiveUpload(String id) -> live.handle(exchange, id);
            case Route.Own own
            when page.isPresent() -> page.get().endpoints().get().serve(exchange, own);
            case Route.Page(String name)
            when page.isPresent() -> page.get().endpoints().get().serve(exchange, name);
            case Route.None _, Route.Token _, Route.Own _, Route.Page _ ->
                exchange.error(404, ErrorCode.UNSUPPORTED, "there is no such endpoint");
        }
    }

    /** Answers a probe of {@code /}, and sends a browser to the page. */
    private void root(Exchange exchange) {
        boolean isBrowser = exchange.requestHeader("Accept").orElse("").contains("text/html");
        exchange.header("Cache-Control", "no-cache").header("Vary", "Accept");
        if (page.isPresent() && isBrowser) {
            exchange.header("Location", page.get().path()).empty(302);
        } else {
            exchange.empty(200);
        }
    }

    /** Answers a probe. Clients can ask too, so the reasons are not part of the response. */
    private static void probe(Exchange exchange, Map<String, String> problems) throws IOException {
        exchange.header("Cache-Control", "no-store");
        if (problems.isEmpty()) {
            exchange.json(200, EMPTY_OBJECT);
        } else {
            exchange.error(503, ErrorCode.UNAVAILABLE);
        }
    }
}
