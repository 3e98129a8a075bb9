package dev.moorage.identity.ldap;

import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A user as the directory has it.
 *
 * @param dn the distinguished name of the entry, normalized
 * @param name the name of the user, as the entry has it, in lower case
 * @param groups the names of the user's groups, in lower case
 * @param passwordChanges when the password was changed, as far as the entry says so
 */
record LdapUser(String dn, String name, Set<String> groups, List<String> passwordChanges) {
    LdapUser {
        Objects.requireNonNull(dn);
        Objects.requireNonNull(name);
        groups = Set.copyOf(groups);
        passwordChanges = List.copyOf(passwordChanges);
    }

    Subject.User subject() {
        return IdentityProvider.DIRECTORY.user(name, groups);
    }

    /** A text that changes with the entry, its groups and its password. */
    String state() {
        return String.join("\n", dn, String.join(";", passwordChanges), String.join("\n", new TreeSet<>(groups)));
    }
}
