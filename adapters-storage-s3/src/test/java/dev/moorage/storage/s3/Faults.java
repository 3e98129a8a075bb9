package dev.moorage.storage.s3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Decides which requests fail: those that a test names, and some that a seed selects. */
final class Faults {
    private static final Fault[] BY_SEED = {Fault.SLOW_DOWN, Fault.ANSWER_LOST, Fault.REPEATED, Fault.ERROR_IN_ANSWER};
    /**
     * The operations that change something. Only these fail by seed. Another operation has the same result when it is
     * repeated.
     */
    private static final Set<String> CHANGES = Set.of(
            "PutObject",
            "CopyObject",
            "DeleteObject",
            "DeleteObjects",
            "CreateMultipartUpload",
            "UploadPart",
            "UploadPartCopy",
            "CompleteMultipartUpload",
            "AbortMultipartUpload");

    private final Map<String, Deque<Optional<Fault>>> scripted = new HashMap<>();
    private Supplier<Optional<Fault>> bySeed = Optional::empty;

    /** Makes the next request of this kind fail, after the faults that were added before. */
    synchronized void next(String operation, Fault fault) {
        scripted.computeIfAbsent(operation, _ -> new ArrayDeque<>()).add(Optional.of(fault));
    }

    /** Lets the next requests of this kind succeed. */
    synchronized void spare(String operation, int count) {
        for (int i = 0; i < count; i++) {
            scripted.computeIfAbsent(operation, _ -> new ArrayDeque<>()).add(Optional.empty());
        }
    }

    /** From now on, makes one of {@code oneIn} changing requests fail on average. */
    synchronized void random(long seed, int oneIn) {
        Random random = new Random(seed);
        bySeed = () ->
                random.nextInt(oneIn) == 0 ? Optional.of(BY_SEED[random.nextInt(BY_SEED.length)]) : Optional.empty();
    }

    /** From now on, lets all requests succeed. */
    synchronized void none() {
        scripted.clear();
        bySeed = Optional::empty;
    }

    synchronized Optional<Fault> of(String operation) {
        Deque<Optional<Fault>> script = scripted.get(operation);
        if (script != null && !script.isEmpty()) {
            return script.remove();
        }
        return CHANGES.contains(operation) ? bySeed.get() : Optional.empty();
    }
}
