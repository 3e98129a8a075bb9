package dev.moorage.identity.ldap;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the groups of a user are found. Both ways may be configured, and their groups add up.
 *
 * @param memberOf an attribute of the user's entry that has the distinguished names of groups, or empty
 * @param filter finds groups by {@code {dn}} or {@code {user}}, or empty. Active Directory follows nested groups with
 *     {@code (member:1.2.840.113556.1.4.1941:={dn})}
 * @param base the distinguished name below which groups count. Required with {@code filter} or {@code name}
 * @param name the attribute whose value is the name of a group, or empty for the distinguished name
 */
public record GroupLookup(
        Optional<String> memberOf, Optional<SearchFilter> filter, Optional<String> base, Optional<String> name) {
    /** The placeholders of {@code filter}. */
    public static final List<String> PLACEHOLDERS = List.of(SearchFilter.USER, SearchFilter.DN);

    /** Users have no groups. */
    public static final GroupLookup NONE =
            new GroupLookup(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public GroupLookup {
        memberOf.ifPresent(DirectoryNames::requireAttribute);
        Objects.requireNonNull(filter);
        base.ifPresent(DirectoryNames::requireDn);
        name.ifPresent(DirectoryNames::requireAttribute);
        if (base.isEmpty() && (filter.isPresent() || name.isPresent())) {
            throw new IllegalArgumentException("groups are searched for or named below a base");
        }
    }
}
