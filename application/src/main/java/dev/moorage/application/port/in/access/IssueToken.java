package dev.moorage.application.port.in.access;

/** Exchanges credentials for a token of the registry, as in Distribution's token specification. */
public interface IssueToken {
    /**
     * Issues a token. It is limited to the scopes that the request asks for, and holds no rights: the rules decide about each
     * request that uses it. The call may block while a password is checked or the keys of tokens are fetched.
     */
    IssueTokenResult issue(IssueTokenCommand command);
}
