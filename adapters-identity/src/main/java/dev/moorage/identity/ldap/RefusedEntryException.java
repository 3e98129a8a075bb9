package dev.moorage.identity.ldap;

/** An entry that no user of the registry can be made of. */
final class RefusedEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedEntryException(String reason) {
        super(reason);
    }
}
