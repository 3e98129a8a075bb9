package dev.moorage.identity.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** How the entry of a user is found. */
public sealed interface UserLookup {
    /**
     * The entry is searched for.
     *
     * @param base the distinguished name below which users are
     * @param filter has {@code {user}}
     */
    record Search(String base, SearchFilter filter) implements UserLookup {
        public Search {
            DirectoryNames.requireDn(base);
            Objects.requireNonNull(filter);
        }
    }

    /**
     * The entry has a distinguished name that follows from the user's, for example {@code uid={user},ou=people,dc=example}.
     *
     * @param text has {@code {user}} in the value of its first component, and nowhere else
     */
    record Template(String text) implements UserLookup {
        public Template {
            RDN first = DirectoryNames.requireDn(text).getRDN();
            boolean hasUser = first != null
                    && Arrays.stream(first.getAttributeValues()).anyMatch(value -> value.contains(SearchFilter.USER));
            if (!hasUser || text.indexOf(SearchFilter.USER) != text.lastIndexOf(SearchFilter.USER)) {
                throw new IllegalArgumentException("does not have one {user} in the value of its first component");
            }
        }

        /** Returns the name of a user's entry. The user's name is a value of it, whatever characters it has. */
        DN of(String user) throws LDAPException {
            RDN[] components = new DN(text).getRDNs();
            String[] values = Arrays.stream(components[0].getAttributeValues())
                    .map(value -> Placeholders.replace(value, Map.of(SearchFilter.USER, user)))
                    .toArray(String[]::new);
            components[0] = new RDN(components[0].getAttributeNames(), values);
            return new DN(components);
        }
    }
}
