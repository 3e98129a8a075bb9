package dev.moorage.application.simulation;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.simulation.Coverage.Meeting;
import dev.moorage.application.simulation.store.Calls;
import dev.moorage.application.simulation.store.SimulatedDriver;
import dev.moorage.application.simulation.store.SimulatedStore;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** Replicas over one store, clients, a clock, and the events that happen to them one after the other. */
final class World {
    static final Duration PURGE_AGE = Duration.ofHours(1);
    private static final int REPLICAS = 3;
    private static final int CLIENTS = 4;
    private static final int LONG_STALLS = 40;
    private static final int MAX_STALL = 200;
    private static final int SMALL_PAGE = 2;
    /** Two listings of everything have to fit into the life of a world. */
    private static final int LARGE_PAGE = 20;

    /** Longer than a removal and its margin. */
    private static final Duration REMOVAL = Duration.ofMinutes(3);

    private static final String REMOVAL_ENDS = "a removal";
    private static final int MAX_STEPS_TO_QUIET = 50_000;
    private static final PortableHashing PORTABLE = PortableHashing.detect();

    final Random random;
    final Invariants invariants;
    final Coverage coverage = new Coverage();
    final Chaos chaos;
    final Encounters encounters;
    private final Settings settings;
    private final GarbageEvents collectors;
    private final SimulatedClock clock = new SimulatedClock();
    private final SimulatedStore store;
    private final Trace trace = new Trace();
    private final Turns turns = new Turns();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final Map<Turns.Task, About> about = new HashMap<>();
    private final List<UploadProgress> shared = new ArrayList<>();
    private final InstantSource pausingClock;
    private final PortableHashing hashing;
    private Optional<Throwable> failure = Optional.empty();
    private int replicasStarted;
    private boolean isQuiet;

    /**
     * The subject of a request.
     *
     * @param body the body that it sends, if the upload is not known before
     * @param blob the blob that it pushes or mounts
     */
    record About(RepositoryName repository, Optional<UploadId> upload, byte[] body, Optional<Digest> blob) {
        About(RepositoryName repository, Optional<UploadId> upload, byte[] body) {
            this(repository, upload, body, Optional.empty());
        }
    }

    World(long seed, Settings settings) {
        this.random = new Random(seed);
        this.encounters = new Encounters(random);
        this.settings = settings;
        this.store =
                settings.dialect().store(clock, settings.weakness().stream().collect(Collectors.toSet()));
        this.hashing = random.nextInt(4) > 0 ? PORTABLE : PortableHashing.unavailable();
        this.invariants =
                new Invariants(store, clock, coverage, trace::note, hashing.isAvailable(), settings.collects());
        this.invariants.whenCollected(this::collected);
        this.collectors = new GarbageEvents(this, settings, store, turns, trace);
        this.chaos = new Chaos(turns, random, store.isRemote(), settings.faultsPerThousand(), this::noAnswer);
        this.pausingClock = this::pausedInstant;
        for (int i = 0; i < REPLICAS; i++) {
            replicas.add(newReplica());
        }
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Client("client " + i, this));
        }
        damageABlob();
        store.watch(invariants);
    }

    private Instant pausedInstant() {
        turns.pause("clock", Optional.empty());
        return clock.instant();
    }

    private Replica newReplica() {
        replicasStarted++;
        return Replica.over(
                "replica " + replicasStarted,
                new SimulatedDriver(store, chaos, settings.collects() ? LARGE_PAGE : SMALL_PAGE),
                hashing,
                this::newId,
                pausingClock,
                settings.protocol(),
                () -> turns.pause(REMOVAL_ENDS, Optional.empty()),
                random::nextLong);
    }

    private UploadId newId() {
        UploadId id = new UploadId(new UUID(random.nextLong(), random.nextLong()));
        turns.current().map(about::get).ifPresent(request -> {
            invariants.ledger(id).attempt(0, request.body());
            request.blob().ifPresent(_ -> invariants.promises().commits(id));
            about.put(
                    turns.current().orElseThrow(),
                    new About(request.repository(), Optional.of(id), request.body(), request.blob()));
        });
        coverage.count(Coverage.Event.START, Coverage.Phase.ABSENT);
        return id;
    }

    /** Leaves a truncated blob, as another program may do. */
    private void damageABlob() {
        byte[] blob = Client.BLOBS.get(random.nextInt(Client.BLOBS.size()));
        Digest digest = Digest.of(DigestAlgorithm.SHA256, blob);
        if (blob.length > 0 && random.nextBoolean()) {
            invariants.promises().allowDamaged(RegistryKeys.blob(digest));
            try {
                new SimulatedDriver(store, Calls.PLAIN)
                        .put(
                                RegistryKeys.blob(digest),
                                Arrays.copyOf(blob, blob.length - 1),
                                WriteCondition.ANY,
                                Durability.POWER_LOSS);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void noAnswer() {
        turns.current().map(about::get).ifPresent(request -> count(Coverage.Event.NO_ANSWER, request));
    }

    void count(Coverage.Event event, About request) {
        request.upload().ifPresent(id -> coverage.count(event, invariants.phase(request.repository(), id)));
    }

    Outcome run() {
        try {
            while (trace.steps() < settings.steps() && failure.isEmpty()) {
                step();
            }
            return failure.isPresent() ? broken(failure.get()) : quiet();
        } catch (Violation | IOException e) {
            return broken(e);
        } finally {
            List.copyOf(turns.tasks()).forEach(turns::kill);
        }
    }

    private Outcome broken(Throwable cause) {
        return new Outcome(
                trace.hash(), trace.steps(), Optional.of(new Outcome.Failure(cause, trace.toString())), List.of());
    }

    private void step() {
        if (collectors.isDue()) {
            collectors.collectOrDelete();
            return;
        }
        int choice = random.nextInt(10_000);
        if (choice < settings.crashesPerTenThousand()) {
            crash(random.nextInt(REPLICAS));
        } else if (choice < 100 && choice % 10 == 0) {
            powerCut();
        } else if (choice < 115) {
            if (!collectors.arePushedAgain() || random.nextInt(10) == 0) {
                purge();
            }
        } else if (choice < 180) {
            clock.advance(Duration.ofMinutes(20));
            trace.add("twenty minutes pass");
        } else if (choice < 600) {
            clock.advance(Duration.ofMillis(1));
        } else if (choice < 900 && chaos.hasLate() && !encounters.holdsLate(trace.steps())) {
            trace.add("a late call arrives");
            chaos.arrive();
        } else if (choice < (collectors.isBeforeADelete() ? 1200 : 3000)
                || turns.tasks().stream().allMatch(this::isWaiting)) {
            Client client = clients.get(random.nextInt(CLIENTS));
            if (turns.tasks().isEmpty() && random.nextInt(50) == 0) {
                clock.advance(Duration.ofDays(8));
                trace.add("eight days pass");
            }
            client.act();
        } else {
            runOne();
        }
    }

    Settings.Garbage garbage() {
        return settings.garbage();
    }

    private boolean isWaiting(Turns.Task task) {
        return encounters.isWaiting(task, trace.steps());
    }

    private void runOne() {
        List<Turns.Task> awake = turns.tasks().stream()
                .filter(task -> !task.isStalled(trace.steps()) && !isWaiting(task))
                .toList();
        List<Turns.Task> preferred = awake.stream().filter(this::isPreferred).toList();
        boolean prefers = !preferred.isEmpty() && random.nextInt(collectors.arePushedAgain() ? 8 : 2) > 0;
        List<Turns.Task> some = prefers ? preferred : awake.isEmpty() ? turns.tasks() : awake;
        Turns.Task task = some.get(random.nextInt(some.size()));
        if (random.nextInt(LONG_STALLS) == 0) {
            task.stall(trace.steps() + random.nextInt(MAX_STALL));
        }
        if (collectors.arePushedAgain() && task.waitsFor().equals(REMOVAL_ENDS) && random.nextInt(6) == 0) {
            clock.advance(REMOVAL);
        }
        trace.add(task.name() + " at " + task.replica().name() + ": " + task.waitsFor());
        run(task);
    }

    /**
     * Returns whether a task gets more turns than others. A collection makes many calls, and is to end within the life of
     * a world. While a delete waits, pushes of its blob come first.
     */
    private boolean isPreferred(Turns.Task task) {
        Optional<Digest> wanted = encounters.wanted();
        return wanted.isEmpty()
                ? GarbageEvents.isCollection(task)
                : Optional.ofNullable(about.get(task)).flatMap(About::blob).equals(wanted);
    }

    private void run(Turns.Task task) {
        String call = task.waitsFor();
        Optional<Digest> deleted = Encounters.deletedBy(task);
        int late = chaos.late();
        turns.run(task);
        if (collectors.arePushedAgain() && chaos.late() > late) {
            deleted.ifPresent(lost -> encounters.isLate(task, lost, trace.steps()));
        }
        Optional<Digest> blob = Optional.ofNullable(about.get(task)).flatMap(About::blob);
        if (collectors.arePushedAgain() && !isQuiet && GarbageEvents.isCollection(task)) {
            encounters.collects(task, trace.steps());
        }
        blob.ifPresent(pushed -> encounters.pushes(pushed, call));
        if (task.isDone()) {
            about.remove(task);
        }
    }

    private void collected(Digest blob) {
        coverage.count(Meeting.REMOVED);
        if (!isQuiet) {
            coverage.count(Meeting.REMOVED_BEFORE_QUIET);
        }
        if (about.values().stream().anyMatch(request -> request.blob().equals(Optional.of(blob)))) {
            coverage.count(Meeting.REMOVED_UNDER_A_PUSH);
        }
    }

    /** Called when a push or mount was answered 201. */
    void pushed(Digest blob) {
        encounters.pushed(blob, turns.tasks(), coverage);
    }

    private void crash(int index) {
        Replica replica = replicas.get(index);
        trace.add(replica.name() + " crashes");
        for (Turns.Task task : List.copyOf(turns.tasks())) {
            if (task.replica() == replica) {
                Optional.ofNullable(about.remove(task)).ifPresent(request -> count(Coverage.Event.CRASH, request));
                if (random.nextBoolean()) {
                    task.inFlight().ifPresent(effect -> chaos.sentBeforeCrash(() -> store.interrupted(effect, random)));
                }
                encounters.crashed(task);
                turns.kill(task);
            }
        }
        replicas.set(index, newReplica());
    }

    private void powerCut() {
        if (!settings.powerCuts() || store.isRemote()) {
            return;
        }
        for (UploadSession session : invariants.sessions()) {
            coverage.count(Coverage.Event.POWER_CUT, invariants.phase(session.repository(), session.id()));
        }
        for (int i = 0; i < REPLICAS; i++) {
            crash(i);
        }
        trace.add("the power goes");
        store.powerCut(random);
        invariants.powerCut();
    }

    private void purge() {
        for (UploadSession session : invariants.sessions()) {
            coverage.count(Coverage.Event.PURGE, invariants.phase(session.repository(), session.id()));
        }
        start(
                "purge",
                new About(Client.REPOSITORIES.getFirst(), Optional.empty(), new byte[0]),
                replica -> replica.purge().purge(PURGE_AGE, false, new UnheardPurges()));
    }

    /** The work of a request at its replica. */
    interface Work {
        void run(Replica replica) throws IOException;
    }

    /** Starts a request at any replica. */
    void start(String name, About request, Work work) {
        Replica replica = replicas.get(random.nextInt(REPLICAS));
        trace.add(name
                + request.upload().map(id -> " of " + Invariants.shortened(id)).orElse("") + " begins at "
                + replica.name());
        Turns.Task task = turns.start(name, replica, () -> {
            try {
                work.run(replica);
            } catch (ReplicaCrashed | IOException _) {
                // The client, if there is one, has received it.
            } catch (Throwable e) {
                failure = failure.or(() -> Optional.of(e));
            }
        });
        about.put(task, request);
    }

    void note(String line) {
        trace.note(line);
    }

    /** Makes a location available to other clients. */
    void share(UploadProgress location) {
        shared.add(location);
    }

    /** Returns the location of any client, mostly one of the newest. */
    Optional<UploadProgress> shared() {
        if (shared.isEmpty()) {
            return Optional.empty();
        }
        int recent = random.nextInt(3) > 0 ? Math.min(shared.size(), 3) : shared.size();
        return Optional.of(shared.get(shared.size() - 1 - random.nextInt(recent)));
    }

    /** Ends all faults and requests, and purges the rest. */
    private Outcome quiet() throws IOException {
        chaos.end();
        encounters.end();
        isQuiet = true;
        for (int i = 0; i < MAX_STEPS_TO_QUIET && failure.isEmpty(); i++) {
            if (chaos.hasLate()) {
                chaos.arrive();
            } else if (turns.tasks().isEmpty()) {
                break;
            } else {
                runOne();
            }
        }
        if (failure.isPresent()) {
            return broken(failure.get());
        }
        if (!turns.tasks().isEmpty()) {
            throw new Violation(
                    "requests never end: " + turns.tasks().getFirst().waitsFor());
        }
        trace.add("all is quiet");
        for (int i = 0; i < 2; i++) {
            clock.advance(PURGE_AGE.multipliedBy(2));
            var report = replicas.getFirst().purge().purge(PURGE_AGE, false, new UnheardPurges());
            trace.add(report.toString());
        }
        collectors.collectAll(replicas.getFirst(), clock);
        return new Outcome(trace.hash(), trace.steps(), Optional.empty(), store.leftovers());
    }
}
