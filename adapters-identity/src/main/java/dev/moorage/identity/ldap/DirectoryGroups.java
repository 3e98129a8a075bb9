package dev.moorage.identity.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import dev.moorage.domain.access.Subject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the groups of a user. A list of groups that the directory has cut is never used, since a rule may deny something to a group
 * that is missing in it.
 */
final class DirectoryGroups {
    private static final String NO_ATTRIBUTES = "1.1";

    private final GroupLookup lookup;
    private final int timeLimitSeconds;

    DirectoryGroups(LdapSettings settings) {
        this.lookup = settings.groups();
        this.timeLimitSeconds = DirectoryUsers.timeLimitSeconds(settings);
    }

    /** Returns the names of the groups of a user's entry. */
    Set<String> of(LDAPConnection connection, Entry user, String typed) throws LDAPException, RefusedEntryException {
        Set<String> names = new HashSet<>();
        if (lookup.memberOf().isPresent()) {
            addNamed(user, lookup.memberOf().get(), names);
        }
        if (lookup.filter().isPresent()) {
            Map<String, String> values = Map.of(SearchFilter.DN, user.getDN(), SearchFilter.USER, typed);
            addFound(connection, lookup.filter().get(), values, user, names);
        }
        return names;
    }

    private void addNamed(Entry user, String memberOf, Set<String> names) throws RefusedEntryException {
        for (Attribute attribute : user.getAttributes()) {
            if (!attribute.getBaseName().equalsIgnoreCase(memberOf)) {
                continue;
            }
            // Active Directory sends long lists in parts, as memberOf;range=0-1499.
            if (attribute.hasOptions()) {
                throw tooMany(user);
            }
            for (String value : attribute.getValues()) {
                nameOf(value).ifPresent(names::add);
            }
        }
    }

    private Optional<String> nameOf(String group) {
        try {
            DN dn = new DN(group);
            if (lookup.base().isPresent() && !dn.isDescendantOf(lookup.base().get(), false)) {
                return Optional.empty();
            }
            return lookup.name().isPresent() ? ownName(dn, lookup.name().get()) : Optional.of(dn.toNormalizedString());
        } catch (LDAPException _) {
            return Optional.empty(); // The attribute has something else than names of entries.
        }
    }

    private static Optional<String> ownName(DN group, String attribute) {
        RDN own = group.getRDN();
        if (own == null) {
            return Optional.empty();
        }
        String[] names = own.getAttributeNames();
        for (int i = 0; i < names.length; i++) {
            if (names[i].equalsIgnoreCase(attribute)) {
                return Optional.of(DirectoryUsers.normalized(own.getAttributeValues()[i]));
            }
        }
        return Optional.empty();
    }

    private void addFound(
            LDAPConnection connection, SearchFilter filter, Map<String, String> values, Entry user, Set<String> names)
            throws LDAPException, RefusedEntryException {
        SearchRequest request = new SearchRequest(
                lookup.base().orElseThrow(),
                SearchScope.SUB,
                filter.with(values),
                lookup.name().orElse(NO_ATTRIBUTES));
        request.setSizeLimit(Subject.MAX_GROUPS + 1);
        request.setTimeLimitSeconds(timeLimitSeconds);
        try {
            for (Entry group : Objects.requireNonNull(connection.search(request).getSearchEntries())) {
                names(group).forEach(names::add);
            }
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                throw tooMany(user);
            }
            throw e;
        }
    }

    private Stream<String> names(Entry group) throws LDAPException {
        if (lookup.name().isEmpty()) {
            return Stream.of(group.getParsedDN().toNormalizedString());
        }
        String[] values = group.getAttributeValues(lookup.name().get());
        return values == null ? Stream.empty() : Arrays.stream(values).map(DirectoryUsers::normalized);
    }

    private static RefusedEntryException tooMany(Entry user) {
        return new RefusedEntryException(user.getDN() + " has more groups than the directory lists at once");
    }
}
