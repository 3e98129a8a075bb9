package dev.moorage.bootstrap.wiring;

import java.io.IOException;

/** Explains why the server cannot listen on an address, and names the address's key. */
final class ListenFailure {
    private ListenFailure() {}

    /**
     * @param key the key that names the address, for example {@code http.addr}
     * @param failure the server's exception
     */
    static IOException explained(String key, IOException failure) {
        Throwable reason = failure.getCause() == null ? failure : failure.getCause();
        String why =
                String.valueOf(reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage());
        return new IOException(key + ": " + failure.getMessage() + ": " + why + hint(why), failure);
    }

    private static String hint(String why) {
        if (why.contains("Address already in use")) {
            return "; another program listens there: end it, or choose another port";
        }
        if (why.contains("Permission denied")) {
            return "; ports below 1024 need root, or the capability CAP_NET_BIND_SERVICE";
        }
        if (why.contains("Cannot assign requested address")) {
            return "; no interface of this machine has this address: leave out the host for all of them";
        }
        if (why.contains("Unresolved")) {
            return "; the host is unknown: leave it out for all addresses of this machine";
        }
        return "";
    }
}
