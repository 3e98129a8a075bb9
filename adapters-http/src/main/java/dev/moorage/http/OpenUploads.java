package dev.moorage.http;

import dev.moorage.domain.upload.UploadId;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many uploads each client has open that have bytes in storage. A client is a user, or an address where there are no
 * users. Only what this process was sent is counted, and an upload counts until it ends or has had no request for a day. A
 * client at its limit starts no more. Those that it has started already may begin to store bytes up to twice the limit, so
 * that pushes which run in parallel all end.
 */
final class OpenUploads {
    private static final int MAX_REMEMBERED = 32_768;
    private static final long IDLE_NANOS = Duration.ofDays(1).toNanos();
    private static final int NETWORK_BYTES_OF_IPV6 = 8;

    private final int limit;
    private final LongSupplier nanoTime;
    /** From the one that had its last request first. */
    private final LinkedHashMap<UploadId, Open> open = new LinkedHashMap<>();

    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * @param stored whether bytes of it are known to be in storage; else its first request is still on its way
     */
    private record Open(String client, long touched, boolean stored) {}

    /**
     * @param limit how many uploads a client may have open; 0 for any number
     * @param nanoTime what {@link System#nanoTime} says
     */
    OpenUploads(int limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** The client of a request, as it is counted. Of an address of IPv6 the network, since each machine has a whole one. */
    static String client(Exchange exchange) {
        return exchange.grant()
                .user()
                .map(user -> "user " + user)
                .orElseGet(() -> "address " + network(exchange.remoteAddress()));
    }

    static String network(String address) {
        String literal =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        if (!literal.contains(":")) {
            return literal;
        }
        try {
            if (InetAddress.ofLiteral(literal) instanceof Inet6Address six) {
                byte[] bytes = six.getAddress();
                Arrays.fill(bytes, NETWORK_BYTES_OF_IPV6, bytes.length, (byte) 0);
                return InetAddress.getByAddress(bytes).getHostAddress();
            }
        } catch (IllegalArgumentException | UnknownHostException _) {
            // It is counted as it is.
        }
        return literal;
    }

    /** Whether a client may start another upload. */
    synchronized boolean mayStart(String client) {
        return limit == 0 || count(client) < limit;
    }

    /** Whether a client may begin to store bytes of another upload. */
    synchronized boolean mayStore(String client) {
        return limit == 0 || count(client) < 2L * limit;
    }

    /** A request with bytes for an upload begins, and the upload counts from here on. False when the client may not. */
    synchronized boolean begin(UploadId upload, String client) {
        Open before = open.get(upload);
        boolean may = before != null || mayStore(client);
        if (may) {
            touch(upload, client, before != null && before.stored());
        }
        return may;
    }

    /** A request that has begun has stored nothing: an upload of which nothing is known to be stored does not count. */
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

    /** An upload has bytes in storage. It counts for the client that sent the first of them. */
    synchronized void stored(UploadId upload, String client) {
        touch(upload, client, true);
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

    /** An upload has ended, and nothing of it is left. */
    synchronized void ended(UploadId upload) {
        Open before = open.remove(upload);
        if (before != null) {
            release(before.client());
        }
    }
}
