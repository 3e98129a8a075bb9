package dev.moorage.application.port.out.identity;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A user name and a password that a client has sent.
 *
 * @param address the IP address of the client, as text. Failures are counted by it
 * @param connected whether the client is still connected. The call is cheap, and any thread may make it
 */
public record LoginAttempt(String user, String password, String address, BooleanSupplier connected) {
    public LoginAttempt {
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        Objects.requireNonNull(address);
        Objects.requireNonNull(connected);
    }

    /** Keeps the password out of logs and test reports. */
    @Override
    public String toString() {
        return "login of " + user + " from " + address;
    }
}
