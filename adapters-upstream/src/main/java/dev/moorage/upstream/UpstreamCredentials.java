package dev.moorage.upstream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/** A user of an upstream, and its password. */
public record UpstreamCredentials(String user, String password) {
    public UpstreamCredentials {
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
    }

    /** Where the credentials come from. They are asked for whenever they are sent. */
    @FunctionalInterface
    public interface Source {
        /**
         * Returns the credentials, or empty for an anonymous upstream.
         *
         * @throws IOException they cannot be had now
         */
        Optional<UpstreamCredentials> get() throws IOException;
    }

    String basic() {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String toString() {
        return "UpstreamCredentials[user=" + user + "]";
    }
}
