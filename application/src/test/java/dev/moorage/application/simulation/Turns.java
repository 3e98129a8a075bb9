package dev.moorage.application.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs one thread at a time: the world's own, or that of one task. A task runs from one pause to the next. The world
 * selects the task that runs next.
 */
final class Turns {
    private final Thread world = Thread.currentThread();
    private final List<Task> tasks = new ArrayList<>();

    /** The task that runs now. Null if the world's own thread runs. */
    private volatile @Nullable Task turn;

    /** A request on its own thread. */
    final class Task {
        private final String name;
        private final Replica replica;
        private final Thread thread;
        private String waitsFor = "start";
        private long stallsUntil;
        private boolean killed;
        private boolean done;
        /** The call that the task has sent and that has not been applied yet. */
        private Optional<Runnable> inFlight = Optional.empty();

        private Task(String name, Replica replica, Runnable work) {
            this.name = name;
            this.replica = replica;
            this.thread = Thread.ofVirtual().unstarted(() -> {
                awaitTurn();
                try {
                    if (!killed) {
                        work.run();
                    }
                } finally {
                    done = true;
                    pass(null);
                }
            });
        }

        String name() {
            return name;
        }

        Replica replica() {
            return replica;
        }

        /** Stalls the thread until a step of the world. */
        void stall(long step) {
            stallsUntil = step;
        }

        boolean isStalled(long step) {
            return step < stallsUntil;
        }

        String waitsFor() {
            return waitsFor;
        }

        Optional<Runnable> inFlight() {
            return inFlight;
        }

        boolean isDone() {
            return done;
        }

        private void awaitTurn() {
            while (turn != this) {
                LockSupport.park(Turns.this);
            }
        }
    }

    Task start(String name, Replica replica, Runnable work) {
        Task task = new Task(name, replica, work);
        tasks.add(task);
        task.thread.start();
        return task;
    }

    List<Task> tasks() {
        return tasks;
    }

    /** Returns the task that runs now. The result is empty if the world's own thread runs. */
    Optional<Task> current() {
        return Optional.ofNullable(turn);
    }

    /** Runs a task to its next pause. Called by the world. */
    void run(Task task) {
        pass(task);
        while (turn != null) {
            LockSupport.park(this);
        }
        if (task.done) {
            tasks.remove(task);
        }
    }

    private void pass(@Nullable Task next) {
        turn = next;
        LockSupport.unpark(next == null ? world : next.thread);
    }

    /** Ends a task for ever. Called by the world. */
    void kill(Task task) {
        task.killed = true;
        while (!task.done) {
            run(task);
        }
    }

    /** Lets other tasks run. Called by a task. Does nothing on the world's own thread. */
    void pause(String waitsFor, Optional<Runnable> inFlight) {
        Task me = turn;
        if (me == null) {
            return;
        }
        if (!me.killed) {
            me.waitsFor = waitsFor;
            me.inFlight = inFlight;
            pass(null);
            me.awaitTurn();
            me.inFlight = Optional.empty();
        }
        if (me.killed) {
            throw new ReplicaCrashed();
        }
    }
}
