package dev.moorage.storage.spi.net;

import java.util.Optional;

/**
 * An HTTP proxy.
 *
 * @param host its name or address, an IPv6 address without brackets
 * @param credentials what it is given in {@code Proxy-Authorization}, if anything
 */
public record Proxy(String host, int port, Optional<Credentials> credentials) {
    /**
     * A user and a password.
     *
     * @param password may be empty
     */
    public record Credentials(String user, String password) {
        /** Without the password. */
        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }
}
