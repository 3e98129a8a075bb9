package dev.moorage.identity.keys;

/** A value that its owner replaces from time to time. */
public interface Refreshing<T> {
    /**
     * Returns the value as it is known now. The call may block while the value is read for the first time.
     *
     * @throws KeysUnavailableException the value cannot be had
     */
    T current() throws KeysUnavailableException;

    /**
     * Returns the value after an attempt to read it again, since it lacks a key that a token names. Attempts are rare, whatever
     * callers send: the value may be as old as that of {@link #current}.
     *
     * @throws KeysUnavailableException the value cannot be had
     */
    T refreshed() throws KeysUnavailableException;
}
