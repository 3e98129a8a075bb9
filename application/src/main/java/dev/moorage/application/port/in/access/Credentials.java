package dev.moorage.application.port.in.access;

import dev.moorage.domain.access.Subject;
import java.util.Objects;

/** What a request says about its caller. */
public sealed interface Credentials {
    /** No credentials, or an empty user with an empty password, which some clients send instead. */
    record None() implements Credentials {}

    /** A user name and a password. The password may be a token. */
    record Password(String user, String password) implements Credentials {
        public Password {
            Objects.requireNonNull(user);
            Objects.requireNonNull(password);
        }

        /** Keeps the password out of logs and test reports. */
        @Override
        public String toString() {
            return "password of " + user;
        }
    }

    /** A token. */
    record Token(String text) implements Credentials {
        public Token {
            Objects.requireNonNull(text);
        }

        /** Keeps the token out of logs and test reports. */
        @Override
        public String toString() {
            return "token";
        }
    }

    /**
     * A certificate with which the client has opened its connection. Other credentials in the request go first.
     *
     * @param user the user that the certificate names. An authority that the registry trusts has signed it
     */
    record Certificate(Subject.User user) implements Credentials {
        public Certificate {
            Objects.requireNonNull(user);
        }
    }

    /** Credentials in a form that is not supported, or several at once. */
    record Unusable() implements Credentials {}
}
