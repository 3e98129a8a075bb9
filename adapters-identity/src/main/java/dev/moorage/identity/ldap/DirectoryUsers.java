package dev.moorage.identity.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import dev.moorage.domain.access.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads users. The name of a user is that of the entry and not what the client has typed, since a directory compares names without
 * regard to case. Otherwise {@code Alice} would escape a rule that denies something to {@code alice}.
 */
final class DirectoryUsers {
    /** Those of OpenLDAP, Active Directory, 389 Directory Server and FreeIPA. */
    private static final List<String> PASSWORD_CHANGES =
            List.of("pwdChangedTime", "pwdLastSet", "pwdUpdateTime", "krbLastPwdChange");

    private final String nameAttribute;
    private final DirectoryGroups groups;
    private final int timeLimitSeconds;
    private final String[] attributes;

    DirectoryUsers(LdapSettings settings) {
        this.nameAttribute = settings.nameAttribute();
        this.groups = new DirectoryGroups(settings);
        this.timeLimitSeconds = timeLimitSeconds(settings);
        List<String> wanted = new ArrayList<>(PASSWORD_CHANGES);
        wanted.add(nameAttribute);
        settings.groups().memberOf().ifPresent(wanted::add);
        this.attributes = wanted.toArray(String[]::new);
    }

    static int timeLimitSeconds(LdapSettings settings) {
        return Math.toIntExact(settings.timeout().plusMillis(999).toSeconds());
    }

    /**
     * Searches for the one entry that a filter matches.
     *
     * @throws RefusedEntryException several entries match, and any of them could be meant
     */
    Optional<Entry> find(LDAPConnection connection, String base, Filter filter)
            throws LDAPException, RefusedEntryException {
        List<? extends Entry> found = search(connection, base, SearchScope.SUB, filter);
        if (found.size() > 1) {
            throw new RefusedEntryException("several entries match " + filter);
        }
        return found.stream().map(Entry.class::cast).findFirst();
    }

    /** Reads an entry by its name. */
    Optional<Entry> read(LDAPConnection connection, String dn) throws LDAPException {
        return search(connection, dn, SearchScope.BASE, Filter.createPresenceFilter("objectClass")).stream()
                .map(Entry.class::cast)
                .findFirst();
    }

    private List<? extends Entry> search(LDAPConnection connection, String base, SearchScope scope, Filter filter)
            throws LDAPException {
        SearchRequest request = new SearchRequest(base, scope, filter, attributes);
        request.setSizeLimit(2);
        request.setTimeLimitSeconds(timeLimitSeconds);
        try {
            return Objects.requireNonNull(connection.search(request).getSearchEntries());
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return Objects.requireNonNullElse(e.getSearchEntries(), List.of());
            }
            if (e.getResultCode().equals(ResultCode.NO_SUCH_OBJECT) && scope.equals(SearchScope.BASE)) {
                return List.of();
            }
            throw e;
        }
    }

    /**
     * Returns the user of an entry.
     *
     * @param typed what the client has sent as its name
     * @throws RefusedEntryException the entry has no name that can be used, or too many groups
     */
    LdapUser user(LDAPConnection connection, Entry entry, String typed) throws LDAPException, RefusedEntryException {
        String name = name(entry);
        Set<String> names = groups.of(connection, entry, typed);
        List<String> changes = PASSWORD_CHANGES.stream()
                .flatMap(attribute -> Optional.ofNullable(entry.getAttributeValue(attribute)).stream())
                .toList();
        LdapUser user = new LdapUser(entry.getParsedDN().toNormalizedString(), name, names, changes);
        try {
            Subject.User _ = user.subject();
            return user;
        } catch (IllegalArgumentException e) {
            throw new RefusedEntryException(entry.getDN() + ": " + e.getMessage());
        }
    }

    private String name(Entry entry) throws LDAPException, RefusedEntryException {
        String[] values = entry.getAttributeValues(nameAttribute);
        if (values == null || values.length == 0) {
            throw new RefusedEntryException(entry.getDN() + " has no " + nameAttribute + " that can be read");
        }
        if (values.length == 1) {
            return normalized(values[0]);
        }
        // One of several names is distinguished if it is a part of the entry's own.
        RDN rdn = entry.getRDN();
        return Arrays.stream(values)
                .filter(value -> rdn != null && rdn.hasAttributeValue(nameAttribute, value))
                .findFirst()
                .map(DirectoryUsers::normalized)
                .orElseThrow(() -> new RefusedEntryException(entry.getDN() + " has several " + nameAttribute
                        + ", and none of them is in its distinguished name"));
    }

    static String normalized(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
