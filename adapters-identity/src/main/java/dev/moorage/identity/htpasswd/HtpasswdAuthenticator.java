package dev.moorage.identity.htpasswd;

import dev.moorage.identity.login.ProcessKey;
import dev.moorage.identity.login.LoginThrottle;
import dev.moorage.identity.login.PasswordProvider;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.port.in.access.ClientNetwork;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.password.PasswordHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements {@code auth.htpasswd}. The results of checks are remembered, so that a client costs one check. Only a login
 * without a remembered result is throttled, and waits in the queue of its network: at most one password of a network is compared
 * at a time. A login of an unknown user takes as long as one of a user in the file.
 */
public final class HtpasswdAuthenticator implements PasswordProvider {
    private static final Logger LOG = LoggerFactory.getLogger(HtpasswdAuthenticator.class);
    private static final Authentication REJECTED = new Authentication.Rejected();
    private static final Authentication BUSY = new Authentication.Unavailable(Duration.ofSeconds(5));
    private static final int MAX_OF_AN_ADDRESS = 256;
    private static final int MAX_WAITING = 1024;
    private static final int MAX_QUEUED = 128;

    private final HtpasswdUsers users;
    private final PasswordFingerprints fingerprints;
    private final ProcessKey key = new ProcessKey();
    private final RememberedLogins remembered;
    private final LoginThrottle throttle;
    private final AddressLines lines = new AddressLines(MAX_OF_AN_ADDRESS, MAX_WAITING);
    private final PasswordChecks checks;

    /**
     * Opens the file.
     *
     * @param throttle counts failed logins. Authenticators may share it
     * @throws IOException the file cannot be read now
     * @throws InvalidHtpasswdException the file must not be used
     */
    public HtpasswdAuthenticator(HtpasswdSource source, PasswordFingerprints fingerprints, LoginThrottle throttle)
            throws IOException, InvalidHtpasswdException {
        this(source, fingerprints, throttle, (password, hash) -> hash.matches(password), Ticker.systemTicker());
    }

    HtpasswdAuthenticator(
            HtpasswdSource source,
            PasswordFingerprints fingerprints,
            LoginThrottle throttle,
            PasswordChecks.Comparison comparison,
            Ticker ticker)
            throws IOException, InvalidHtpasswdException {
        this.users = new HtpasswdUsers(source);
        this.fingerprints = fingerprints;
        this.remembered = new RememberedLogins(ticker);
        this.throttle = throttle;
        this.checks = new PasswordChecks(comparison, threads(), MAX_QUEUED);
    }

    /**
     * The number of threads for password checks: half of the processors. The other half serves requests of remembered
     * logins.
     */
    static int threads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /**
     * A login that is to be checked.
     *
     * @param hash the hash of the user, or the decoy that an unknown user is compared with
     * @param id the key under which the result is remembered
     */
    private record Login(LoginAttempt attempt, boolean isUser, PasswordHash hash, String id) {}

    @Override
    public boolean mayHave(String user) {
        return users.file().hash(user).isPresent();
    }

    @Override
    public Authentication authenticate(LoginAttempt attempt) {
        Login login = login(attempt);
        Optional<Authentication> known = known(login);
        if (known.isPresent()) {
            return known.get();
        }
        String network = ClientNetwork.of(attempt.address()).toString();
        // Also checked before the queue: a login that is throttled need not wait in it.
        return throttled(network, login)
                .or(() -> lines.inTurn(network, () -> checkInTurn(network, login)))
                .orElse(BUSY);
    }

    private Login login(LoginAttempt attempt) {
        HtpasswdFile file = users.file();
        Optional<PasswordHash> hash = file.hash(attempt.user());
        PasswordHash compared = hash.orElseGet(() -> file.decoy(key.ofUser(attempt.user())));
        return new Login(attempt, hash.isPresent(), compared, key.ofLogin(attempt, compared));
    }

    private Optional<Authentication> known(Login login) {
        return remembered.find(login.id()).map(right -> result(login, right));
    }

    private Authentication result(Login login, boolean right) {
        String user = login.attempt().user();
        return right
                ? new Authentication.Accepted(
                        IdentityProvider.PASSWORD_FILE.user(user, List.of()),
                        Optional.of(fingerprints.of(user, login.hash().text())))
                : REJECTED;
    }

    private Optional<Authentication> throttled(String network, Login login) {
        Duration refused = throttle.refusedFor(network, login.attempt().user());
        return refused.isZero() ? Optional.empty() : Optional.of(new Authentication.Throttled(refused));
    }

    /**
     * Checks a password at the head of the queue. What was known is asked again, since an earlier login of the network may have
     * had the same password, or may have failed.
     */
    private Authentication checkInTurn(String network, Login login) {
        byte[] password = login.attempt().password().getBytes(StandardCharsets.UTF_8);
        return known(login)
                .or(() -> throttled(network, login))
                .or(() -> checks.matches(password, login.hash(), login.attempt().connected())
                        .map(matches -> checked(network, login, matches && login.isUser())))
                .orElse(BUSY);
    }

    private Authentication checked(String network, Login login, boolean right) {
        remembered.add(login.id(), right);
        if (!right) {
            throttle.failed(network, login.attempt().user());
            if (throttled(network, login).isPresent()) {
                LOG.atWarn()
                        .addKeyValue("address", network)
                        .log("Logins have failed too often, and are refused for a time");
            }
        }
        return result(login, right);
    }

    @Override
    public boolean isCurrent(Subject.User user, String fingerprint) {
        return user.provider().equals(IdentityProvider.PASSWORD_FILE)
                && users.file()
                        .hash(user.localName())
                        .filter(hash -> fingerprints.matches(fingerprint, user.localName(), hash.text()))
                        .isPresent();
    }

    /** The number of logins that wait for a check or are being checked. */
    int waiting() {
        return lines.length();
    }

    @Override
    public void close() {
        checks.close();
    }
}
