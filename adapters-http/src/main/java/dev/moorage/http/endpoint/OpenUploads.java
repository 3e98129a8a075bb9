package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.access.ClientNetwork;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.http.exchange.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits the number of uploads that each client has open with bytes in storage. A client is a user, or an address where the
 * registry has no users. Only uploads whose bytes this process received are counted. An upload counts until it ends, or
 * until it has had no request for a day. A client at its limit cannot start another upload. Uploads that it has started
 * already may begin to store bytes up to twice the limit, so that parallel pushes can finish.
 */
public final class OpenUploads {
    private static final int MAX_REMEMBERED = 32_768;
    private static final long IDLE_NANOS = Duration.ofDays(1).toNanos();

    private final int limit;
    private final LongSupplier nanoTime;
    /** The open uploads, in the order of their last requests, oldest first. */
    private final LinkedHashMap<UploadId, Open> open = new LinkedHashMap<>();

    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * @param stored whether bytes of the upload are known to be in storage. If not, its first request is still in progress.
     */
    private record Open(String client, long touched, boolean stored) {}

    /**
     * @param limit the most uploads that a client may have open, or 0 for no limit
     * @param nanoTime the clock, see {@link System#nanoTime}
     */
    public OpenUploads(int limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the client that a request is counted for: its user, or the {@link ClientNetwork} of its address.
     */
    static String client(Exchange exchange) {
        return exchange.caller().subject() instanceof Subject.User user
                ? "user " + user.name()
                : "address " + ClientNetwork.of(exchange.remoteAddress());
    }

    /** Whether a client may start another upload. */
    synchronized boolean mayStart(String client) {
        return limit == 0 || count(client) < limit;
    }

    /** Whether a client may begin to store bytes of another upload. */
    synchronized boolean mayStore(String client) {
        return limit == 0 || count(client) < 2L * limit;
    }

    /**
     * Counts an upload for which a request with a body begins. Returns false, and counts nothing, when the client is at its
     * limit.
     */
    synchronized boolean begin(UploadId upload, String client) {
        Open before = open.get(upload);
        boolean may = before != null || mayStore(client);
        if (may) {
            touch(upload, client, before != null && before.stored());
        }
        return may;
    }

    /**
     * Called when a request has stored nothing. The upload is no longer counted if no bytes of it are known to be in
     * storage.
     */
    synchronized void unused(UploadId upload) {
        Open before = open.get(upload);
        if (before != null && !before.stored()) {
            ended(upload);
        }
    }

    private int count(String client) {
        long now = nanoTime.getAsLong();
        Iterator<Map.Entry<UploadId, Open>> eldest = open.entrySet().iterator();
        while (eldest.hasNext()) {
            Open next = eldest.next().getValue();
            if (now - next.touched() < IDLE_NANOS && open.size() <= MAX_REMEMBERED) {
                break;
            }
            eldest.remove();
            release(next.client());
        }
        return counts.getOrDefault(client, 0);
    }

    private void release(String client) {
        counts.computeIfPresent(client, (_, count) -> count > 1 ? count - 1 : null);
    }

    /** Called when an upload has bytes in storage. It counts for the client that sent the first of them. */
    synchronized void stored(UploadId upload, String client) {
        touch(upload, client, true);
    }

    /** Called with the result of a commit. The upload counts as open if bytes of it may have been left in storage. */
    synchronized void completed(String client, CompleteResult result) {
        switch (result) {
            case UploadRejection.Broken(UploadProgress progress, IOException _) -> stored(progress.id(), client);
            case CompleteResult.DigestMismatch(UploadProgress progress, Digest _) -> stored(progress.id(), client);
            default -> {
                // These results leave nothing in storage that was not counted before.
            }
        }
    }

    private void touch(UploadId upload, String client, boolean stored) {
        if (limit == 0) {
            return;
        }
        Open before = open.remove(upload);
        String owner = before == null ? client : before.client();
        if (before == null) {
            counts.merge(owner, 1, Integer::sum);
        }
        open.put(upload, new Open(owner, nanoTime.getAsLong(), stored));
    }

    /** Called when an upload has ended and has no bytes in storage any more. */
    public synchronized void ended(UploadId upload) {
        Open before = open.remove(upload);
        if (before != null) {
            release(before.client());
        }
    }
}
