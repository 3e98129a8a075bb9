package dev.moorage.application.port.in.live;

import java.util.Map;

/** Counts the bodies of uploads that this process receives. */
public interface CountBodies {
    /** Returns the counts of this moment. The bytes never become fewer. */
    Counts count();

    /** The method of a request with a body (RFC 9110, section 9). */
    enum Method {
        POST,
        PATCH,
        PUT;

        /** Returns the method of a request. An upload has no body in requests of other methods. */
        public static Method of(String method) {
            return switch (method) {
                case "POST" -> POST;
                case "PATCH" -> PATCH;
                default -> PUT;
            };
        }
    }

    /**
     * The bodies of one moment.
     *
     * @param open the bodies that have not ended, by what they do now
     * @param received the bytes since the start of the process, those of open bodies too
     */
    record Counts(Map<UploadState, Integer> open, Map<Method, Long> received) {
        public Counts {
            open = Map.copyOf(open);
            received = Map.copyOf(received);
        }

        /** Returns the number of bodies in a state. */
        public int open(UploadState state) {
            return open.getOrDefault(state, 0);
        }

        /** Returns the bytes of requests of a method. */
        public long received(Method method) {
            return received.getOrDefault(method, 0L);
        }
    }
}
