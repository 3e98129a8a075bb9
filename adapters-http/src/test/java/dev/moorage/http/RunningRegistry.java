package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.cache.UseCaseStack;
import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.blob.BlobUseCases;
import dev.moorage.application.port.in.live.ListLiveUploads;
import dev.moorage.application.port.in.live.LiveUploads;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.repository.RepositoryUseCases;
import dev.moorage.application.port.in.upload.UploadUseCases;
import dev.moorage.application.port.out.trace.Tracing;
import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.application.service.blob.BlobServices;
import dev.moorage.application.service.browse.BrowseServices;
import dev.moorage.application.service.garbage.DescribeStorageService;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.health.StorageFailures;
import dev.moorage.application.service.live.ScanUploadsService;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.application.service.policy.WritePolicy;
import dev.moorage.application.service.repository.RepositoryServices;
import dev.moorage.application.service.repository.SealedPositions;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.http.auth.Challenges;
import dev.moorage.http.auth.HttpAccess;
import dev.moorage.http.auth.UnknownCaller;
import dev.moorage.http.jetty.JettyConnection;
import dev.moorage.http.jetty.JettyServer;
import dev.moorage.http.jetty.ListenSettings;
import dev.moorage.http.page.BrowseEndpoint;
import dev.moorage.http.page.PageEndpoints;
import dev.moorage.http.page.PageFiles;
import dev.moorage.http.page.PageSource;
import dev.moorage.http.page.ServedPage;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The whole registry on a real Jetty, with storage in memory. */
public final class RunningRegistry implements AutoCloseable {
    /** A caller that is known, and that no rule allows anything. */
    static final AccessResult FORBIDDEN =
            new AccessResult.Forbidden(UnknownCaller.INSTANCE, new Decision.Denied(Optional.empty(), List.of()));

    private static final ListLiveUploads NONE_LIVE =
            (_, _) -> new LiveUploads(Instant.EPOCH, false, List.of(), List.of());

    public final CountingStorageDriver storage;
    private final JettyServer server;
    private volatile boolean stopping;

    public RunningRegistry() throws IOException {
        this(new InMemoryStore(), HttpSettings.defaults(), new OpenAccess());
    }

    /** Starts a registry over a driver that may fail. */
    public RunningRegistry(StorageDriver driver) throws IOException {
        this(driver, HttpSettings.defaults(), new OpenAccess(), ListenSettings.on(Optional.of("127.0.0.1"), 0));
    }

    public RunningRegistry(InMemoryStore store, HttpSettings settings, Authorize access) throws IOException {
        this(store, settings, access, ListenSettings.on(Optional.of("127.0.0.1"), 0));
    }

    public RunningRegistry(InMemoryStore store, HttpSettings settings, Authorize access, ListenSettings listen)
            throws IOException {
        this(new InMemoryStorageDriver(store), settings, access, listen);
    }

    /** Starts a registry with access control. */
    RunningRegistry(InMemoryStore store, HttpSettings settings, HttpAccess access) throws IOException {
        this(
                new InMemoryStorageDriver(store),
                settings,
                access,
                ListenSettings.on(Optional.of("127.0.0.1"), 0),
                MemoryBudget.ofHeap(),
                NONE_LIVE);
    }

    /** Starts a registry that lists its uploads. */
    RunningRegistry(StorageDriver driver, HttpAccess access, ListLiveUploads live) throws IOException {
        this(
                driver,
                HttpSettings.defaults(),
                access,
                ListenSettings.on(Optional.of("127.0.0.1"), 0),
                MemoryBudget.ofHeap(),
                live);
    }

    /** Starts a registry that makes spans. */
    RunningRegistry(StorageDriver driver, HttpAccess access, Tracing tracing) throws IOException {
        this(
                driver,
                HttpSettings.defaults(),
                access,
                ListenSettings.on(Optional.of("127.0.0.1"), 0),
                MemoryBudget.ofHeap(),
                NONE_LIVE,
                Optional.of(tracing));
    }

    /** Starts a registry with the given memory for manifests. */
    public RunningRegistry(MemoryBudget memory) throws IOException {
        this(
                new InMemoryStorageDriver(new InMemoryStore()),
                HttpSettings.defaults(),
                basic(new OpenAccess()),
                ListenSettings.on(Optional.of("127.0.0.1"), 0),
                memory,
                NONE_LIVE);
    }

    private RunningRegistry(StorageDriver driver, HttpSettings settings, Authorize access, ListenSettings listen)
            throws IOException {
        this(driver, settings, basic(access), listen, MemoryBudget.ofHeap(), NONE_LIVE);
    }

    private static HttpAccess basic(Authorize access) {
        return new HttpAccess(access, new Challenges.Basic("x"));
    }

    private RunningRegistry(
            StorageDriver driver,
            HttpSettings settings,
            HttpAccess access,
            ListenSettings listen,
            MemoryBudget memory,
            ListLiveUploads live)
            throws IOException {
        this(driver, settings, access, listen, memory, live, Optional.empty());
    }

    private RunningRegistry(
            StorageDriver driver,
            HttpSettings settings,
            HttpAccess access,
            ListenSettings listen,
            MemoryBudget memory,
            ListLiveUploads live,
            Optional<Tracing> tracing)
            throws IOException {
        this.storage = new CountingStorageDriver(driver);
        Docket docket = Docket.of(storage, InstantSource.system());
        UploadUseCases uploads = UploadServices.over(
                storage,
                docket,
                new TokenSecrets(List.of(new byte[32])),
                PortableHashing.detect(),
                new ComputePool(),
                () -> new UploadId(UUID.randomUUID()),
                InstantSource.system(),
                access.events());
        BlobUseCases blobs = BlobServices.over(storage, docket, true, access.events());
        ManifestUseCases manifests = ManifestServices.over(
                storage,
                docket,
                ManifestPolicy.COMPLETE,
                memory,
                new ComputePool(),
                () -> AccessRules.USERS_MAY_ALL,
                access.events());
        RepositoryUseCases repositories =
                RepositoryServices.over(storage, settings.maxPageEntries(), new SealedPositions(List.of(new byte[32])));
        WritePolicy policy = new WritePolicy(settings.readOnly(), settings.deleteEnabled());
        RegistryServlet servlet = new RegistryServlet(
                settings,
                policy.uploads(uploads),
                policy.blobs(blobs),
                policy.manifests(manifests),
                repositories,
                new StorageFailures(),
                access,
                new TransferBuffers(1 << 20, 8),
                memory,
                new JettyConnection(),
                traced(
                        HttpOperations.none(
                                live,
                                new ScanUploadsService(UploadServices.pages(storage), live, InstantSource.system()),
                                () -> stopping),
                        tracing),
                Optional.of(page(
                        new UseCaseStack(
                                policy.uploads(uploads),
                                policy.blobs(blobs),
                                policy.manifests(manifests),
                                repositories),
                        memory)));
        this.server = new JettyServer(listen, servlet);
        server.start();
    }

    private static HttpOperations traced(HttpOperations operations, Optional<Tracing> tracing) {
        return new HttpOperations(
                operations.health(),
                operations.isRefusing(),
                operations.log(),
                operations.uploads(),
                operations.scan(),
                tracing);
    }

    private ServedPage page(UseCaseStack useCases, MemoryBudget memory) {
        PageSource source = new PageSource(
                "<html data-path={path} data-api={api}>{script} {style}".getBytes(StandardCharsets.UTF_8),
                "script".getBytes(StandardCharsets.UTF_8),
                "style".getBytes(StandardCharsets.UTF_8));
        PageFiles files = new PageFiles(source, "/ui/", "/v2/");
        BrowseEndpoint browse = new BrowseEndpoint(
                BrowseServices.over(
                        useCases,
                        storage,
                        memory,
                        new DescribeStorageService(storage, false, true),
                        Duration.ofDays(7),
                        InstantSource.system(),
                        System::nanoTime),
                "1.2.3",
                false);
        return new ServedPage("/ui/", () -> new PageEndpoints(files, browse));
    }

    public RawClient client() throws IOException {
        return new RawClient(server.port());
    }

    int connections() {
        return server.connections();
    }

    /** Waits until {@code count} requests are in flight. */
    void awaitRequests(int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (server.requests() != count) {
            assertThat(System.nanoTime()).as("%d requests", server.requests()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Asks clients to leave, as a server does that is to stop. */
    void leave() {
        server.leave();
    }

    int requests() {
        return server.requests();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        server.close();
    }
}
