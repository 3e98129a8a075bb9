package dev.moorage.application.service.garbage;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.fixture.SettableClock;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageObserver;
import dev.moorage.application.port.in.maintenance.GarbageReport;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.port.in.maintenance.GoingTag;
import dev.moorage.application.port.in.maintenance.RepositoryRemovals;
import dev.moorage.application.service.retention.Retentions;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.ComputePool;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A store, a collector over it, and a hook before each of the collector's calls. */
final class CollectedStore implements GarbageObserver {
    static final RepositoryName A = new RepositoryName("a");
    static final Duration GRACE = Duration.ofHours(1);

    final SettableClock clock = new SettableClock();
    final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore(clock));
    final Contents contents = new Contents(driver);
    final List<Digest> removed = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    private final Random random = new Random(1);
    final FakeTime time = new FakeTime();
    HookedStorageDriver.Hook hook = (_, _) -> {};
    BooleanSupplier goesOn = () -> true;
    int parallel = 4;
    int requestsPerSecond;
    RepositoryRemovals removals = RepositoryRemovals.NONE;
    Optional<Retentions> retentions = Optional.empty();
    final List<GoingTag> going = new ArrayList<>();
    final List<Removable> left = new ArrayList<>();
    final List<String> kept = new ArrayList<>();

    /** The collector's driver. A test may replace it. */
    StorageDriver collectors = new HookedStorageDriver(driver, (method, key) -> hook.before(method, key));

    Digest blob(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        Digest digest = Contents.digest(content);
        contents.put(RegistryKeys.blob(digest), content);
        return digest;
    }

    Digest linked(String text) throws IOException {
        Digest digest = blob(text);
        contents.put(RegistryKeys.layerLink(A, digest), digest.toString());
        return digest;
    }

    boolean has(Digest digest) throws IOException {
        return contents.read(RegistryKeys.blob(digest)).isPresent();
    }

    void grow() {
        clock.pass(GRACE.plusMinutes(1));
    }

    GarbageReport collect() throws IOException {
        return collect(false);
    }

    GarbageReport collect(boolean dryRun) throws IOException {
        removed.clear();
        problems.clear();
        left.clear();
        kept.clear();
        going.clear();
        return new CollectGarbageService(collectors, clock, retentions, random::nextLong, time, new ComputePool())
                .collect(new GarbageRequest(GRACE, parallel, requestsPerSecond, dryRun, removals), this);
    }

    @Override
    public void garbage(Digest digest, long size, Instant lastModified) {
        removed.add(digest);
    }

    @Override
    public void left(Removable object) {
        left.add(object);
    }

    @Override
    public void going(GoingTag tag) {
        going.add(tag);
    }

    @Override
    public void kept(RepositoryName repository, String key, String reason) {
        kept.add(repository + ": " + reason);
    }

    @Override
    public void problem(String key, String reason) {
        problems.add(key + ": " + reason);
    }

    @Override
    public void progressed(Phase phase, long objects) {
        // The tests look at the report.
    }

    @Override
    public boolean goesOn() {
        return goesOn.getAsBoolean();
    }
}
