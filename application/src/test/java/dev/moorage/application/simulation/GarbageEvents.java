package dev.moorage.application.simulation;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.GarbageRequest;
import dev.moorage.application.simulation.store.SimulatedStore;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The collectors of a world, and the operator whose deletes leave garbage for them. */
final class GarbageEvents {
    static final GarbageRequest EVERYTHING = new GarbageRequest(Duration.ZERO, 1, 0, false);
    private static final String COLLECTION = "collection";
    private static final int MOST_COLLECTIONS = 2;

    private final World world;
    private final Settings settings;
    private final SimulatedStore store;
    private final Turns turns;
    private final Trace trace;

    GarbageEvents(World world, Settings settings, SimulatedStore store, Turns turns, Trace trace) {
        this.world = world;
        this.settings = settings;
        this.store = store;
        this.turns = turns;
        this.trace = trace;
    }

    static boolean isCollection(Turns.Task task) {
        return task.name().equals(COLLECTION);
    }

    /** Returns whether the next event is one of a collector or of the operator. */
    boolean isDue() {
        return settings.collects() && world.random.nextInt(arePushedAgain() ? 10 : 30) == 0;
    }

    /** Starts a collection where few enough run, or deletes the links of a blob. */
    void collectOrDelete() {
        long collections =
                turns.tasks().stream().filter(GarbageEvents::isCollection).count();
        // Two collections at once take each other's verdicts over, and few deletes are left.
        int most = arePushedAgain() && world.random.nextInt(8) > 0 ? 1 : MOST_COLLECTIONS;
        boolean deletes = arePushedAgain() ? collections == 0 && !hasGarbage() : collections == most;
        if (!deletes && collections < most) {
            world.start(
                    COLLECTION,
                    new World.About(Client.REPOSITORIES.getFirst(), Optional.empty(), new byte[0]),
                    replica -> replica.garbage().collect(EVERYTHING, new UnheardCollections()));
        }
        if (deletes) {
            delete();
        }
    }

    private boolean hasGarbage() {
        List<ObjectKey> keys = store.keys();
        Set<Digest> linked = keys.stream()
                .flatMap(key -> RegistryKeys.digestOfLink(key).stream())
                .collect(Collectors.toSet());
        return keys.stream()
                .flatMap(key -> RegistryKeys.digestOfBlob(key).stream())
                .anyMatch(blob -> !linked.contains(blob));
    }

    private void delete() {
        List<byte[]> blobs = Client.blobs(settings.garbage());
        Digest digest = Digest.of(DigestAlgorithm.SHA256, blobs.get(world.random.nextInt(blobs.size())));
        trace.add("an operator deletes " + digest + " in all repositories");
        for (RepositoryName repository : Client.REPOSITORIES) {
            world.invariants.promises().mayGo(new Promises.Blob(repository, digest));
            store.remove(RegistryKeys.layerLink(repository, digest));
        }
    }

    boolean arePushedAgain() {
        return settings.garbage() == Settings.Garbage.PUSHED_AGAIN;
    }

    /** Returns whether the next collection has garbage to find that pushes would take away from it. */
    boolean isBeforeADelete() {
        return arePushedAgain()
                && world.encounters.wanted().isEmpty()
                && turns.tasks().stream().anyMatch(GarbageEvents::isCollection);
    }

    /** Collects twice when nothing else happens any more, and requires that nothing is left to collect. */
    void collectAll(Replica replica, SimulatedClock clock) throws IOException {
        if (settings.collects()) {
            for (int i = 0; i < 2; i++) {
                clock.advance(World.PURGE_AGE);
                trace.add(replica.garbage()
                        .collect(EVERYTHING, new UnheardCollections())
                        .toString());
            }
            world.invariants.promises().requireNothingToCollect();
        }
    }
}
