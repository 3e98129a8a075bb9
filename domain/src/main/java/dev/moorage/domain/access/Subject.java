package dev.moorage.domain.access;

import java.util.Objects;
import java.util.Set;

/** The caller of a request. An anonymous caller is a kind of its own, and no user with a special name. */
public sealed interface Subject {
    /** The greatest length of the name of a user or a group, in characters. */
    int MAX_NAME = 512;

    /** The greatest number of groups of a user. */
    int MAX_GROUPS = 1000;

    /** A caller without credentials. */
    Subject ANONYMOUS = new Anonymous();

    /** A caller without credentials. */
    record Anonymous() implements Subject {
        @Override
        public String toString() {
            return "anonymous";
        }
    }

    /**
     * An authenticated caller.
     *
     * @param provider the provider that authenticated the user
     * @param localName the name at this provider, without a colon when the provider has no prefix
     * @param groups the names of groups at this provider, each with the provider's prefix and a colon
     */
    record User(IdentityProvider provider, String localName, Set<String> groups) implements Subject {
        public User {
            Objects.requireNonNull(provider);
            groups = Set.copyOf(groups);
            if (!isName(localName) || provider.prefix().isEmpty() && localName.indexOf(':') >= 0) {
                throw new IllegalArgumentException("not a user's name");
            }
            if (groups.size() > MAX_GROUPS) {
                throw new IllegalArgumentException("a user has more than " + MAX_GROUPS + " groups");
            }
            String prefix = provider.prefix() + ":";
            if (provider.prefix().isEmpty() && !groups.isEmpty()
                    || !groups.stream()
                            .allMatch(group ->
                                    group.startsWith(prefix) && group.length() > prefix.length() && isName(group))) {
                throw new IllegalArgumentException("not a name of the provider's groups");
            }
        }

        /** The name that rules use: with the provider's prefix, if it has one. */
        public String name() {
            return provider.qualified(localName);
        }

        @Override
        public String toString() {
            return name();
        }

        private static boolean isName(String text) {
            return !text.isBlank() && text.length() <= MAX_NAME && text.chars().noneMatch(Character::isISOControl);
        }
    }
}
