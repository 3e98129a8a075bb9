package dev.moorage.identity.ldap;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.issuer.PasswordFingerprints;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks passwords with an LDAP directory. A checked password is remembered for a time, and counts for that time also while the
 * directory is down. Another login is unavailable then, and never rejected. The fingerprint of a user changes with its password (as
 * far as the entry says when it was changed), with its groups, and with its entry.
 */
public final class LdapAuthenticator implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(LdapAuthenticator.class);
    private static final int MAX_NAME = 256;
    private static final int MAX_PASSWORD = 4096;
    private static final Authentication REJECTED = new Authentication.Rejected();
    private static final Authentication UNAVAILABLE = new Authentication.Unavailable(Breaker.PAUSE);

    private final PasswordFingerprints fingerprints;
    private final DirectoryLogins directory;
    private final LdapCalls calls;
    private final RememberedPasswords remembered;
    private final KnownUsers users;
    private final SingleFlight<Authentication> checks = new SingleFlight<>();

    /** Connects to no server yet. */
    public LdapAuthenticator(LdapSettings settings, PasswordFingerprints fingerprints) {
        this(settings, fingerprints, Ticker.systemTicker());
    }

    LdapAuthenticator(LdapSettings settings, PasswordFingerprints fingerprints, Ticker ticker) {
        this.fingerprints = fingerprints;
        this.directory = new DirectoryLogins(settings, new LdapConnections(settings, LdapCalls.MAX));
        this.calls = new LdapCalls(settings.timeout(), ticker);
        this.remembered = new RememberedPasswords(settings.ttl(), ticker);
        this.users = new KnownUsers(directory, calls, settings.ttl(), ticker);
    }

    @Override
    public Authentication authenticate(LoginAttempt login) {
        if (!isPossible(login)) {
            return REJECTED;
        }
        String id = remembered.id(login.user(), login.password());
        Optional<LdapUser> known = remembered.right(id).filter(users::isNewest);
        if (known.isPresent()) {
            return accepted(known.get());
        }
        return remembered.isWrong(id)
                ? REJECTED
                : checks.call(id, () -> check(login, id)).orElse(UNAVAILABLE);
    }

    /**
     * Whether a name and a password can be any user's. A bind with an empty password succeeds without authentication (RFC 4513,
     * section 5.1.2), and some servers take one of blanks for it. Servers that are written in C may read a password up to its first
     * NUL.
     */
    private static boolean isPossible(LoginAttempt login) {
        return !login.user().isBlank()
                && login.user().length() <= MAX_NAME
                && login.user().chars().noneMatch(Character::isISOControl)
                && !login.password().isBlank()
                && login.password().length() <= MAX_PASSWORD
                && login.password().indexOf('\0') < 0;
    }

    private Authentication check(LoginAttempt login, String id) {
        try {
            Optional<LdapUser> user = calls.make(() -> directory.check(login.user(), login.password()));
            remembered.add(id, user);
            user.ifPresent(users::add);
            return user.map(this::accepted).orElse(REJECTED);
        } catch (RefusedEntryException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("A login with the LDAP directory is refused");
            remembered.add(id, Optional.empty());
            return REJECTED;
        } catch (LdapOutageException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("A login cannot be checked by the LDAP directory now");
            return UNAVAILABLE;
        }
    }

    private Authentication accepted(LdapUser user) {
        Optional<String> fingerprint =
                directory.canFind() ? Optional.of(fingerprints.of(user.name(), user.state())) : Optional.empty();
        return new Authentication.Accepted(user.subject(), fingerprint);
    }

    @Override
    public boolean isCurrent(Subject.User user, String fingerprint) {
        String name = user.localName();
        return user.provider().equals(LdapUser.PROVIDER)
                && users.passes(name, state -> fingerprints.matches(fingerprint, name, state));
    }

    @Override
    public void close() {
        directory.close();
    }
}
