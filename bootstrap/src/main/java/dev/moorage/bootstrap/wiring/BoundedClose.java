package dev.moorage.bootstrap.wiring;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** Closes a resource of a third party for a limited time. A call that hangs does not keep the process from ending. */
final class BoundedClose implements AutoCloseable {
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    private final AutoCloseable resource;
    private final Duration limit;

    /**
     * @param limit how long the call may take. It has a second at least
     */
    BoundedClose(AutoCloseable resource, Duration limit) {
        this.resource = resource;
        this.limit = limit.compareTo(AT_LEAST) < 0 ? AT_LEAST : limit;
    }

    /**
     * Closes the resource, or gives up and logs that.
     *
     * @throws IOException the resource could not be closed
     */
    @Override
    public void close() throws IOException {
        FutureTask<Boolean> closing = new FutureTask<>(() -> {
            resource.close();
            return true;
        });
        Thread thread = Thread.ofPlatform().daemon().name("close").start(closing);
        try {
            closing.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            thread.interrupt();
            LoggerFactory.getLogger(BoundedClose.class)
                    .atWarn()
                    .addKeyValue("limit", limit)
                    .log("The storage driver was not closed in time. The process ends without it");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        }
    }
}
