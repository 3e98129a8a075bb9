package dev.moorage.http.jetty.limit;

/**
 * Limits on connections and requests. The number of requests is limited, not the number of threads: each request has one
 * thread, and the code that ends requests must run without a permit.
 *
 * @param connections {@code http.maxconnections}: connections of all clients
 * @param requests {@code http.maxrequests}: requests in flight of all clients
 * @param streams {@code http.http2.maxconcurrentstreams}: requests at once on one HTTP/2 connection
 * @param connectionsOfAddress {@code limits.address.connections}: connections of one IPv4 address, or one /64 network of
 *     IPv6
 * @param requestsOfAddress {@code limits.address.requests}: requests in flight of the same
 */
public record Limits(int connections, int requests, int streams, int connectionsOfAddress, int requestsOfAddress) {
    private static final int MAX_CONNECTIONS = 16_384;
    private static final int MAX_REQUESTS = 16_384;
    private static final int MIN_REQUESTS = 256;

    /** The heap that a waiting request keeps, in bytes: its objects, its stack, and its share of everything else. */
    private static final int HEAP_OF_A_REQUEST = 26 * 1024;

    /** At a limit, one part in this many makes room in one step, so that room need not be made for each newcomer. */
    private static final int SHARE_THAT_MAKES_ROOM = 8;

    private static final int STREAMS = 64;

    public Limits {
        if (connections < 1 || requests < 1 || streams < 1 || connectionsOfAddress < 1 || requestsOfAddress < 1) {
            throw new IllegalArgumentException("a limit is below 1");
        }
    }

    /** The limits for this process, by the size of its heap. */
    public static Limits defaults() {
        return defaults(Runtime.getRuntime().maxMemory());
    }

    /** The limits for a heap of this size: one request for each 26 KiB. One address may have half of each limit. */
    public static Limits defaults(long heapBytes) {
        int requests = Math.clamp(heapBytes / HEAP_OF_A_REQUEST, MIN_REQUESTS, MAX_REQUESTS);
        return new Limits(MAX_CONNECTIONS, requests, STREAMS, half(MAX_CONNECTIONS), half(requests));
    }

    /** How many connections or requests make room when a limit is reached. */
    static int room(int limit) {
        return Math.max(1, limit / SHARE_THAT_MAKES_ROOM);
    }

    /** The default limit of one address: half of the limit of all. */
    public static int half(int limit) {
        return Math.max(1, limit / 2);
    }
}
