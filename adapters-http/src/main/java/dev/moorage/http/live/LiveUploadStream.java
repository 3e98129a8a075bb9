package dev.moorage.http.live;

import dev.moorage.application.port.in.live.ListLiveUploads;
import dev.moorage.application.port.in.live.LiveFilter;
import dev.moorage.application.port.in.live.LiveUploads;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.http.exchange.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Streams the uploads as server-sent events (HTML Standard, section 9.2), a snapshot a second while something changes. The stream
 * ends when the registry stops. What a caller may see is asked for each snapshot.
 */
final class LiveUploadStream {
    static final String TYPE = "text/event-stream";

    private static final int MAX_VIEWERS = 50;
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RETRY = "retry: 3000\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ListLiveUploads list;
    private final BooleanSupplier isStopping;
    private final Semaphore viewers = new Semaphore(MAX_VIEWERS);

    /** @param isStopping whether the registry stops */
    LiveUploadStream(ListLiveUploads list, BooleanSupplier isStopping) {
        this.list = list;
        this.isStopping = isStopping;
    }

    /** Serves snapshots until the client leaves or the registry stops. */
    void serve(Exchange exchange, LiveFilter filter) throws IOException {
        if (!viewers.tryAcquire()) {
            exchange.header("Retry-After", "10")
                    .error(
                            503,
                            ErrorCode.UNAVAILABLE,
                            "the uploads are watched by " + MAX_VIEWERS + " clients already");
            return;
        }
        try {
            exchange.response().setStatus(200);
            exchange.response().setContentType(TYPE);
            // nginx would else keep what it has received until its buffer is full.
            exchange.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
            send(exchange, filter);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            viewers.release();
        }
    }

    private void send(Exchange exchange, LiveFilter filter) throws IOException, InterruptedException {
        OutputStream out = exchange.response().getOutputStream();
        out.write(RETRY);
        long sentAt = System.nanoTime();
        Optional<LiveUploads> last = Optional.empty();
        for (long sequence = 1; !isStopping.getAsBoolean(); ) {
            LiveUploads now = list.list(exchange.caller(), filter);
            if (last.isEmpty() || now.differsFrom(last.get())) {
                out.write(("id: " + sequence + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
                out.write(LiveUploadsJson.of(now));
                out.write('\n');
                out.write('\n');
                sequence++;
                last = Optional.of(now);
                sentAt = System.nanoTime();
                exchange.response().flushBuffer();
            } else if (System.nanoTime() - sentAt >= SILENCE.toNanos()) {
                out.write(COMMENT);
                sentAt = System.nanoTime();
                exchange.response().flushBuffer();
            }
            Thread.sleep(INTERVAL);
        }
    }
}
