package dev.moorage.identity.htpasswd;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Queues expensive work by the network of the client. In each network one call runs at a time, so that a network gets no
 * larger share of the processors by sending more requests. The length of each queue is bounded, and so is their total.
 */
final class AddressLines {
    private final int maxInLine;
    private final int maxInAll;
    private final ReentrantLock guard = new ReentrantLock();
    private final Map<String, Line> lines = new HashMap<>();
    private int inAll;

    private static final class Line {
        private final ReentrantLock head = new ReentrantLock(true);
        private int length;
    }

    AddressLines(int maxInLine, int maxInAll) {
        this.maxInLine = maxInLine;
        this.maxInAll = maxInAll;
    }

    /**
     * Waits for the earlier calls of the network, and then calls the service.
     *
     * @return the result, or empty when the queue is full or the thread is interrupted while it waits
     */
    <T> Optional<T> inTurn(String network, Supplier<T> service) {
        Optional<Line> line = join(network);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        try {
            line.get().head.lockInterruptibly();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            leave(network, line.get());
            return Optional.empty();
        }
        try {
            return Optional.of(service.get());
        } finally {
            line.get().head.unlock();
            leave(network, line.get());
        }
    }

    private Optional<Line> join(String network) {
        guard.lock();
        try {
            Line line = lines.get(network);
            if (inAll == maxInAll || line != null && line.length == maxInLine) {
                return Optional.empty();
            }
            Line joined = line == null ? new Line() : line;
            lines.put(network, joined);
            joined.length++;
            inAll++;
            return Optional.of(joined);
        } finally {
            guard.unlock();
        }
    }

    private void leave(String network, Line line) {
        guard.lock();
        try {
            inAll--;
            line.length--;
            if (line.length == 0) {
                lines.remove(network);
            }
        } finally {
            guard.unlock();
        }
    }

    /** The number of calls that are waiting or running. */
    int length() {
        guard.lock();
        try {
            return inAll;
        } finally {
            guard.unlock();
        }
    }
}
