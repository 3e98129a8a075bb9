package dev.moorage.upstream;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A body that is read by one thread while it arrives, with a limit to how long nothing may arrive. The time of a request of
 * {@code java.net.http} ends with the head of the response.
 */
final class TimedBody implements HttpResponse.BodySubscriber<TimedBody>, AutoCloseable {
    private static final int AHEAD = 4;

    /** How many bytes of an unwanted body are taken, so that its connection can be used again. */
    private static final long MOST_DISCARDED = 16 * 1024;

    private final Duration silence;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private Optional<Flow.Subscription> subscription = Optional.empty();
    private boolean closed;
    private boolean discarding;
    private long discarded;
    private boolean ended;

    /** What the connection has brought. */
    private sealed interface Event {
        record Bytes(List<ByteBuffer> buffers) implements Event {}

        record Broken(Throwable cause) implements Event {}

        record End() implements Event {}
    }

    TimedBody(Duration silence) {
        this.silence = silence;
    }

    @Override
    public CompletionStage<TimedBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription next) {
        if (closed) {
            next.cancel();
            return;
        }
        subscription = Optional.of(next);
        next.request(discarding ? Long.MAX_VALUE : AHEAD);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> bytes) {
        if (discarding) {
            discarded += bytes.stream().mapToLong(ByteBuffer::remaining).sum();
            if (discarded > MOST_DISCARDED) {
                close();
            }
        } else {
            events.add(new Event.Bytes(bytes));
        }
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event.Broken(failure));
    }

    @Override
    public void onComplete() {
        events.add(new Event.End());
    }

    /**
     * Reads some bytes. Blocks until there is at least one.
     *
     * @return how many bytes were put into the buffer, or -1 at the end
     * @throws IOException the connection broke, or nothing arrived for too long
     */
    int read(ByteBuffer destination) throws IOException {
        while (buffers.isEmpty() || !buffers.element().hasRemaining()) {
            if (ended) {
                return -1;
            }
            if (!buffers.isEmpty()) {
                buffers.remove();
            } else {
                next();
            }
        }
        ByteBuffer first = buffers.element();
        int count = Math.min(first.remaining(), destination.remaining());
        destination.put(first.slice(first.position(), count));
        first.position(first.position() + count);
        return count;
    }

    private void next() throws IOException {
        Event event;
        try {
            event = events.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("interrupted", e);
        }
        switch (event) {
            case null -> {
                close();
                throw new HttpTimeoutException("no byte for " + silence.toSeconds() + " seconds");
            }
            case Event.Bytes(List<ByteBuffer> more) -> {
                buffers.addAll(more);
                request();
            }
            case Event.Broken(Throwable cause) ->
                throw new IOException("the body broke off: " + cause.getMessage(), cause);
            case Event.End _ -> ended = true;
        }
    }

    private synchronized void request() {
        subscription.filter(_ -> !closed).ifPresent(open -> open.request(1));
    }

    /** Ends the reading. A small rest is taken without waiting for it. A large rest closes the connection. */
    synchronized void discard() {
        discarding = true;
        if (!closed) {
            subscription.ifPresent(open -> open.request(Long.MAX_VALUE));
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            subscription.ifPresent(Flow.Subscription::cancel);
            events.add(new Event.Broken(new IOException("closed")));
        }
    }
}
