package dev.moorage.identity.ldap;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.port.in.access.ClientNetwork;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.login.LoginThrottle;
import dev.moorage.identity.login.PasswordProvider;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks passwords with an LDAP directory. A checked password is remembered for a time, and counts for that time also while the
 * directory is down. Another login is unavailable then, and never rejected. The fingerprint of a user changes with its password (as
 * far as the entry says when it was changed), with its groups, and with its entry.
 */
public final class LdapAuthenticator implements PasswordProvider {
    private static final Logger LOG = LoggerFactory.getLogger(LdapAuthenticator.class);
    private static final int MAX_NAME = 256;
    private static final int MAX_PASSWORD = 4096;
    private static final Authentication REJECTED = new Authentication.Rejected();
    private static final Authentication UNAVAILABLE = new Authentication.Unavailable(Breaker.PAUSE);

    private final PasswordFingerprints fingerprints;
    private final LoginThrottle throttle;
    private final DirectoryLogins directory;
    private final LdapCalls calls;
    private final RememberedPasswords remembered;
    private final KnownUsers users;
    private final SingleFlight<Authentication> checks = new SingleFlight<>();

    /**
     * Connects to no server yet.
     *
     * @param throttle counts failed logins. Authenticators may share it
     */
    public LdapAuthenticator(LdapSettings settings, PasswordFingerprints fingerprints, LoginThrottle throttle) {
        this(settings, fingerprints, throttle, Ticker.systemTicker());
    }

    LdapAuthenticator(
            LdapSettings settings, PasswordFingerprints fingerprints, LoginThrottle throttle, Ticker ticker) {
        this.fingerprints = fingerprints;
        this.throttle = throttle;
        this.directory = new DirectoryLogins(settings, new LdapConnections(settings, LdapCalls.MAX));
        this.calls = new LdapCalls(settings.timeout(), ticker);
        this.remembered = new RememberedPasswords(settings.ttl(), ticker);
        this.users = new KnownUsers(directory, calls, settings.ttl(), ticker);
    }

    /** A directory may have any user. */
    @Override
    public boolean mayHave(String user) {
        return true;
    }

    @Override
    public Authentication authenticate(LoginAttempt login) {
        if (!isPossible(login)) {
            return REJECTED;
        }
        String id = remembered.id(login);
        Optional<LdapUser> known = remembered.right(id).filter(users::isNewest);
        if (known.isPresent()) {
            return accepted(known.get());
        }
        if (remembered.isWrong(id)) {
            return REJECTED;
        }
        String network = ClientNetwork.of(login.address()).toString();
        return throttled(network, login)
                .or(() -> checks.call(network + id, () -> check(network, login, id)))
                .orElse(UNAVAILABLE);
    }

    private Optional<Authentication> throttled(String network, LoginAttempt login) {
        Duration refused = throttle.refusedFor(network, login.user());
        return refused.isZero() ? Optional.empty() : Optional.of(new Authentication.Throttled(refused));
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

    private Authentication check(String network, LoginAttempt login, String id) {
        try {
            // Earlier logins may have failed while this one waited for its turn.
            return calls.make(
                    () -> throttled(network, login),
                    () -> checked(network, login, id, directory.check(login.user(), login.password())));
        } catch (RefusedEntryException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("A login with the LDAP directory is refused");
            return checked(network, login, id, Optional.empty());
        } catch (LdapOutageException _) {
            return UNAVAILABLE;
        }
    }

    private Authentication checked(String network, LoginAttempt login, String id, Optional<LdapUser> user) {
        remembered.add(id, user);
        if (user.isPresent()) {
            users.add(user.get());
            return accepted(user.get());
        }
        throttle.failed(network, login.user());
        return REJECTED;
    }

    private Authentication accepted(LdapUser user) {
        Optional<String> fingerprint =
                directory.canFind() ? Optional.of(fingerprints.of(user.name(), user.state())) : Optional.empty();
        return new Authentication.Accepted(user.subject(), fingerprint);
    }

    @Override
    public boolean isCurrent(Subject.User user, String fingerprint) {
        String name = user.localName();
        return user.provider().equals(IdentityProvider.DIRECTORY)
                && users.passes(name, state -> fingerprints.matches(fingerprint, name, state));
    }

    @Override
    public void close() {
        directory.close();
    }
}
