package dev.moorage.storage.tck;

import java.util.Set;

/** Looks for texts in messages that clients or logs of others may get. */
final class Secrets {
    private Secrets() {}

    /** Fails if the message of a failure has a secret. */
    static void requireNone(Set<String> secrets, Throwable failure) {
        requireNone(secrets, String.valueOf(failure.getMessage()));
    }

    /** Fails if a text has a secret. */
    static void requireNone(Set<String> secrets, String text) {
        for (String secret : secrets) {
            if (text.contains(secret)) {
                throw new AssertionError("a message has a path, a host or a credential, which it must not have: "
                        + text.replace(secret, "***"));
            }
        }
    }
}
