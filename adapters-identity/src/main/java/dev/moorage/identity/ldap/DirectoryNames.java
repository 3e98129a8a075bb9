package dev.moorage.identity.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;

/** Checks names that a configuration has. */
public final class DirectoryNames {
    private DirectoryNames() {}

    /**
     * Returns a distinguished name (RFC 4514).
     *
     * @throws IllegalArgumentException when it is none
     */
    static DN requireDn(String text) {
        try {
            return new DN(text);
        } catch (LDAPException e) {
            throw new IllegalArgumentException("is not a distinguished name", e);
        }
    }

    /**
     * Returns the name of an attribute (RFC 4512, section 2.5) without options.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static String requireAttribute(String text) {
        if (!Attribute.nameIsValid(text, false)) {
            throw new IllegalArgumentException("is not the name of an attribute");
        }
        return text;
    }
}
