package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.StorageLimits;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A store like a filesystem. A rename takes effect at once, and any process with an open file can write to it in place.
 * After a power cut, changes without fsync may be lost, be torn, or be replaced by an older state. Each staging prefix
 * has a {@code data} and a {@code fence}, as in the filesystem driver.
 */
public final class FilesystemStore extends SimulatedStore {
    /** For each name without fsync: its state at the last fsync, and all its states since. */
    private final Map<ObjectKey, List<Optional<Stored>>> unforced = new TreeMap<>();

    private int boot = 1;
    private boolean killedBeforeForcing;
    private long fences;

    public FilesystemStore(InstantSource clock, Set<Weakness> weaknesses) {
        super(clock, weaknesses);
    }

    @Override
    ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
            throws ConditionFailedException {
        try {
            return super.put(key, content, condition, durability);
        } catch (ConditionFailedException e) {
            if (condition instanceof WriteCondition.IfAbsent) {
                forceName(key, durability);
            }
            throw e;
        }
    }

    @Override
    boolean sync(ObjectKey key) {
        forceName(key, Durability.POWER_LOSS);
        return super.sync(key);
    }

    /**
     * Applies a change whose process may be killed before the fsync of the name. The bytes have had their fsync by
     * then, and other processes already see the name.
     */
    @Override
    public void interrupted(Runnable change, Random random) {
        killedBeforeForcing = random.nextBoolean();
        change.run();
        killedBeforeForcing = false;
    }

    @Override
    void set(ObjectKey key, Stored stored, Durability durability) {
        remember(key, Optional.of(stored));
        super.set(key, stored, durability);
        forceName(key, durability);
    }

    @Override
    boolean delete(ObjectKey key, WriteCondition condition, Durability durability) throws ConditionFailedException {
        List<Optional<Stored>> before = new ArrayList<>(unforced.getOrDefault(key, List.of(get(key))));
        boolean there = super.delete(key, condition, durability);
        before.add(Optional.empty());
        unforced.put(key, before);
        forceName(key, durability);
        return there;
    }

    @Override
    boolean syncsDeletesTogether() {
        return true;
    }

    @Override
    void syncAbsence(ObjectKey key) {
        if (get(key).isEmpty()) {
            forceName(key, Durability.POWER_LOSS);
        }
    }

    private void remember(ObjectKey key, Optional<Stored> next) {
        unforced.computeIfAbsent(key, name -> new ArrayList<>(List.of(get(name))))
                .add(next);
    }

    private void forceName(ObjectKey key, Durability durability) {
        if (durability == Durability.POWER_LOSS && !is(Weakness.FORCES_NOTHING)) {
            Optional<Stored> there = get(key);
            there.ifPresent(stored -> stored.content().force());
            if (!killedBeforeForcing || there.isEmpty()) {
                unforced.remove(key);
            }
        }
    }

    void force(Content content) {
        if (!is(Weakness.FORCES_NOTHING)) {
            content.force();
        }
    }

    @Override
    public void powerCut(Random random) {
        boot++;
        for (var name : unforced.entrySet()) {
            List<Optional<Stored>> candidates = name.getValue();
            int chosen = random.nextBoolean() ? candidates.size() - 1 : random.nextInt(candidates.size());
            if (candidates.get(chosen).isPresent()) {
                objects.put(name.getKey(), candidates.get(chosen).get());
            } else {
                objects.remove(name.getKey());
            }
        }
        unforced.clear();
        for (Stored stored : objects.values()) {
            if (!stored.content().isForced()) {
                stored.content().tear(random);
            }
        }
    }

    static ObjectKey data(ObjectKey area) {
        return area.resolve("data");
    }

    private static ObjectKey fenceKey(ObjectKey area) {
        return area.resolve("fence");
    }

    Optional<Fence> fence(ObjectKey area) {
        return get(fenceKey(area))
                .flatMap(stored -> Fence.decode(stored.content().bytes()));
    }

    void fence(ObjectKey area, Fence fence) {
        set(fenceKey(area), stored(new Content(fence.encode())), Durability.PROCESS_CRASH);
    }

    @Override
    Optional<StagedObject> stage(Calls calls, StagingRequest request) throws IOException {
        return calls.change(
                "stage " + request.getClass().getSimpleName() + " " + request.generation(),
                () -> stageNow(calls, request));
    }

    private Optional<StagedObject> stageNow(Calls calls, StagingRequest request) throws IOException {
        ObjectKey area = request.area();
        Optional<Stored> data = get(data(area));
        if (!(request instanceof StagingRequest.Begin) && data.isEmpty()) {
            return Optional.empty();
        }
        Optional<Fence> before = fence(area);
        if (before.filter(fence -> fence.generation() >= request.generation()).isPresent()
                && !is(Weakness.IGNORES_FENCE)) {
            throw new StagingFencedException(area);
        }
        int forced = 0;
        Content content;
        if (request instanceof StagingRequest.Begin) {
            content = new Content(new byte[0]);
            set(data(area), stored(content), Durability.PROCESS_CRASH);
        } else {
            content = data.orElseThrow().content();
            forced = before.map(Fence::forced).orElse(0);
            if (drops(before) && content.size() > forced) {
                content.truncate(forced);
                witness().changed(data(area));
            }
        }
        long file = before.map(Fence::file).orElseGet(() -> ++fences);
        fence(area, new Fence(file, request.generation(), false, forced, boot));
        return Optional.of(new FilesystemStaged(calls, this, area, request.generation(), file, content));
    }

    /** Returns whether a writer that reopens an area drops the bytes that had no fsync. */
    private boolean drops(Optional<Fence> fence) {
        return is(Weakness.REOPENS_WITHOUT_UNFORCED)
                || fence.filter(there -> there.boot() == boot).isEmpty();
    }

    @Override
    public boolean keepsStaged(ObjectKey area) {
        return fence(area).filter(fence -> fence.boot() == boot).isPresent();
    }

    /** Returns the fence, if it allows this writer. */
    Fence require(ObjectKey area, long file, long generation, boolean sealed) throws StagingFencedException {
        return fence(area)
                .filter(fence -> fence.file() == file && fence.generation() == generation && fence.sealed() == sealed)
                .orElseThrow(() -> new StagingFencedException(area));
    }

    Published publish(ObjectKey area, Content content, ObjectKey target) throws ConditionFailedException {
        boolean there = get(target)
                .filter(present -> present.content().size() == content.size())
                .isPresent();
        if (there) {
            forceName(target, Durability.POWER_LOSS);
        } else {
            set(target, stored(content), Durability.POWER_LOSS);
            witness().published(area);
            // A rename is one change: once the new name is durable, the old one is gone.
            delete(data(area), WriteCondition.ANY, Durability.POWER_LOSS);
        }
        removeFence(area);
        return there ? Published.ALREADY_THERE : Published.CREATED;
    }

    void removeFence(ObjectKey area) throws ConditionFailedException {
        delete(fenceKey(area), WriteCondition.ANY, Durability.PROCESS_CRASH);
    }

    /** Reports a file that was written in place, under all its names. */
    void written(Content content) {
        List<ObjectKey> names = objects.entrySet().stream()
                .filter(object -> object.getValue().content() == content)
                .map(Map.Entry::getKey)
                .toList();
        names.forEach(witness()::changed);
    }

    @Override
    public Optional<byte[]> peek(ObjectKey area, Optional<StagedState> state) {
        return get(data(area)).map(stored -> stored.content().bytes());
    }

    @Override
    public List<String> leftovers() {
        return leftoversBelow("/_uploads/");
    }

    @Override
    StorageLimits limits() {
        return new StorageLimits(0, WHOLE_PUT);
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    /** Returns how many staged bytes had an fsync, for the seal. */
    Sealed sealed(ObjectKey area, Fence fence, int size) {
        fence(area, new Fence(fence.file(), fence.generation(), true, size, fence.boot()));
        witness().sealed(area);
        return new Sealed(size);
    }
}
