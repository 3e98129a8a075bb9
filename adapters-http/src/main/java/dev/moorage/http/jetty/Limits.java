package dev.moorage.http.jetty;

/**
 * How many connections and requests there are at most. Requests are limited, and threads are not: a request has one thread, and what
 * ends requests needs no permit.
 *
 * @param connections {@code http.maxconnections}: of all clients
 * @param requests {@code http.maxrequests}: in flight, of all clients
 * @param streams {@code http.http2.maxconcurrentstreams}: requests at once on one connection of HTTP/2
 * @param connectionsOfAddress {@code limits.address.connections}: of one IPv4 address or one IPv6 network of 64 bits
 * @param requestsOfAddress {@code limits.address.requests}: in flight, of the same
 */
public record Limits(int connections, int requests, int streams, int connectionsOfAddress, int requestsOfAddress) {
    private static final int MAX_CONNECTIONS = 16_384;
    private static final int MAX_REQUESTS = 16_384;
    private static final int MIN_REQUESTS = 256;

    /** What a request whose client pauses keeps on the heap, its stack included, and its share of the rest. */
    private static final int HEAP_OF_A_REQUEST = 26 * 1024;

    /** Of what has reached its limit so much makes room at once, so that room is not made for each one that comes. */
    private static final int SHARE_THAT_MAKES_ROOM = 8;

    private static final int STREAMS = 64;

    public Limits {
        if (connections < 1 || requests < 1 || streams < 1 || connectionsOfAddress < 1 || requestsOfAddress < 1) {
            throw new IllegalArgumentException("a limit is below 1");
        }
    }

    /** Those of this process, by the size of its heap. */
    public static Limits defaults() {
        return defaults(Runtime.getRuntime().maxMemory());
    }

    /** One request for each 26 KiB of the heap; one address has half of everything at most. */
    static Limits defaults(long heapBytes) {
        int requests = Math.clamp(heapBytes / HEAP_OF_A_REQUEST, MIN_REQUESTS, MAX_REQUESTS);
        return new Limits(MAX_CONNECTIONS, requests, STREAMS, half(MAX_CONNECTIONS), half(requests));
    }

    /** How many make room once a limit is reached. */
    static int room(int limit) {
        return Math.max(1, limit / SHARE_THAT_MAKES_ROOM);
    }

    /** The share of a limit that one address has where nothing else is configured. */
    public static int half(int limit) {
        return Math.max(1, limit / 2);
    }
}
