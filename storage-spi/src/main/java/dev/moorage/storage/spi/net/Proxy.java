package dev.moorage.storage.spi.net;

import java.util.Optional;

/**
 * An HTTP proxy.
 *
 * @param host the host name or address of the proxy. An IPv6 address has no brackets
 * @param credentials what is sent to the proxy in {@code Proxy-Authorization}, if anything
 */
public record Proxy(String host, int port, Optional<Credentials> credentials) {
    /**
     * A user and a password.
     *
     * @param password may be empty
     */
    public record Credentials(String user, String password) {
        /** The user without the password. */
        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }
}
