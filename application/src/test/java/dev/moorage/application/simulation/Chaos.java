package dev.moorage.application.simulation;

import dev.moorage.application.simulation.store.Calls;
import dev.moorage.application.simulation.store.Effect;
import dev.moorage.application.simulation.store.SimulatedDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The faults between the replicas and the store. The seed selects them at each call. */
final class Chaos implements Calls {
    /** How much more often a collector's delete fails than another call, since a world has few of them. */
    private static final int DELETES_THAT_FAIL = 20;

    private final Turns turns;
    private final Random random;
    private final boolean remote;
    private final Runnable faultSeen;
    /** Calls that have not yet reached the store. */
    private final List<Runnable> late = new ArrayList<>();

    private int faultsPerThousand;

    /**
     * @param remote whether calls can be delayed and can arrive twice
     * @param faultSeen called when the store does not answer
     */
    Chaos(Turns turns, Random random, boolean remote, int faultsPerThousand, Runnable faultSeen) {
        this.turns = turns;
        this.random = random;
        this.remote = remote;
        this.faultsPerThousand = faultsPerThousand;
        this.faultSeen = faultSeen;
    }

    private enum Fault {
        NONE,
        BEFORE,
        AFTER,
        LATE,
        TWICE
    }

    private Fault next(int perThousand) {
        if (random.nextInt(1000) >= perThousand) {
            return Fault.NONE;
        }
        return switch (random.nextInt(remote ? 4 : 2)) {
            case 0 -> Fault.BEFORE;
            case 1 -> Fault.AFTER;
            case 2 -> Fault.LATE;
            default -> Fault.TWICE;
        };
    }

    void end() {
        faultsPerThousand = 0;
    }

    /** Returns the number of calls that have not reached the store. */
    int late() {
        return late.size();
    }

    boolean hasLate() {
        return !late.isEmpty();
    }

    /** Delivers a delayed call. */
    void arrive() {
        late.remove(random.nextInt(late.size())).run();
    }

    /** A call that a replica sent before it crashed may still arrive. */
    void sentBeforeCrash(Runnable effect) {
        if (remote) {
            late.add(effect);
        } else {
            effect.run();
        }
    }

    private static Runnable quietly(Effect<?> effect) {
        return () -> {
            try {
                effect.apply();
            } catch (IOException _) {
                // No caller waits for the result.
            }
        };
    }

    @Override
    public <T> T read(String what, Effect<T> effect) throws IOException {
        turns.pause(what, Optional.empty());
        if (next(faultsPerThousand) != Fault.NONE) {
            faultSeen.run();
            throw new IOException("no answer to " + what);
        }
        return effect.apply();
    }

    @Override
    public <T> T change(String what, Effect<T> effect) throws IOException {
        turns.pause(what, Optional.of(quietly(effect)));
        int deletes = what.startsWith(SimulatedDriver.DELETES) ? DELETES_THAT_FAIL : 1;
        Fault fault = next(faultsPerThousand * deletes);
        if (fault == Fault.NONE) {
            return effect.apply();
        }
        if (fault == Fault.TWICE && deletes > 1) {
            fault = Fault.LATE; // A driver sends such a delete once. A second copy would arrive after the answer.
        }
        if (fault == Fault.TWICE) {
            T result = effect.apply();
            late.add(quietly(effect));
            return result;
        }
        faultSeen.run();
        if (fault == Fault.AFTER) {
            effect.apply();
        } else if (fault == Fault.LATE) {
            late.add(quietly(effect));
        }
        throw new IOException("no answer to " + what + ", " + fault);
    }

    @Override
    public void write(String what, int length, Write write) throws IOException {
        turns.pause(what, Optional.of(quietly(() -> {
            write.first(random.nextInt(length + 1));
            return true;
        })));
        if (next(faultsPerThousand) != Fault.NONE) {
            faultSeen.run();
            write.first(random.nextInt(length + 1));
            throw new IOException("torn: " + what);
        }
        write.first(length);
    }

    @Override
    public void pause(String what) {
        turns.pause(what, Optional.empty());
    }

    @Override
    public int random(int bound) {
        return random.nextInt(bound);
    }
}
