package dev.moorage.domain.access;

import java.util.Locale;
import java.util.Set;

/**
 * The callers of a rule. A name with {@code @} in front is a group, and without it a user, so that a user cannot be named like
 * a group.
 */
public sealed interface Who {
    /** Whether a rule with this applies to a caller, with the groups of {@link Groups#of}. */
    boolean includes(Subject subject, Set<String> groups);

    /** Kinds of callers. */
    enum Kind implements Who {
        /** Callers without credentials. */
        ANONYMOUS,
        /** All authenticated callers. */
        USERS,
        /** All callers. */
        EVERYONE;

        @Override
        public boolean includes(Subject subject, Set<String> groups) {
            return this == EVERYONE || (subject instanceof Subject.Anonymous) == (this == ANONYMOUS);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One user, with the prefix of its provider. */
    record Named(String user) implements Who {
        @Override
        public boolean includes(Subject subject, Set<String> groups) {
            return subject instanceof Subject.User known && known.name().equals(user);
        }

        @Override
        public String toString() {
            return user;
        }
    }

    /** All users of the provider with this prefix, written {@code prefix:*}. */
    record OfProvider(String prefix) implements Who {
        @Override
        public boolean includes(Subject subject, Set<String> groups) {
            return subject instanceof Subject.User known
                    && known.provider().prefix().equals(prefix);
        }

        @Override
        public String toString() {
            return prefix + ":*";
        }
    }

    /** The members of a group. The name of a provider's group has the provider's prefix. */
    record InGroup(String group) implements Who {
        @Override
        public boolean includes(Subject subject, Set<String> groups) {
            return groups.contains(group);
        }

        @Override
        public String toString() {
            return "@" + group;
        }
    }

    /**
     * Parses what a rule says.
     *
     * @throws IllegalArgumentException with the reason
     */
    static Who parse(String text) {
        for (Kind kind : Kind.values()) {
            if (kind.toString().equals(text)) {
                return kind;
            }
        }
        String name = text.startsWith("@") ? text.substring(1) : text;
        if (name.isBlank() || name.length() > Subject.MAX_NAME) {
            throw new IllegalArgumentException("is not a name of 1 to " + Subject.MAX_NAME + " characters");
        }
        if (text.startsWith("@")) {
            return new InGroup(name);
        }
        if (text.equals("*")) {
            throw new IllegalArgumentException("* is not a user: write users, anonymous or everyone");
        }
        return text.endsWith(":*") && text.indexOf(':') == text.length() - 2
                ? new OfProvider(text.substring(0, text.length() - 2))
                : new Named(text);
    }
}
