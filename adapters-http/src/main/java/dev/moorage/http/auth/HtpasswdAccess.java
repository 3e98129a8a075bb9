package dev.moorage.http.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.domain.access.IdentityProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements {@code auth.htpasswd}: a user with a valid password may do anything. The results of bcrypt checks are
 * remembered, so that a client costs one check. Only a login without a remembered result is throttled, and waits in the
 * queue of its network: at most one password of a network is compared at a time. A login of an unknown user takes as long as
 * one of a user in the file.
 */
public final class HtpasswdAccess implements AccessControl {
    private static final Logger LOG = LoggerFactory.getLogger(HtpasswdAccess.class);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int MAX_OF_AN_ADDRESS = 256;
    private static final int MAX_WAITING = 1024;
    private static final int MAX_QUEUED = 128;

    private final AccessDecision challenge;
    private final HtpasswdUsers users;
    private final ProcessKey key = new ProcessKey();
    private final RememberedLogins remembered;
    private final LoginThrottle throttle;
    private final AddressLines lines = new AddressLines(MAX_OF_AN_ADDRESS, MAX_WAITING);
    private final PasswordChecks checks;

    /**
     * @param realm the name that a client displays when it asks its user for a password
     * @throws IOException the file cannot be read now
     * @throws InvalidHtpasswdException the file must not be used
     */
    public HtpasswdAccess(String realm, HtpasswdSource source, LoginLimits limits)
            throws IOException, InvalidHtpasswdException {
        this(realm, source, limits, BcryptHash::verify, Ticker.systemTicker());
    }

    HtpasswdAccess(
            String realm,
            HtpasswdSource source,
            LoginLimits limits,
            PasswordChecks.Comparison comparison,
            Ticker ticker)
            throws IOException, InvalidHtpasswdException {
        this.challenge = new AccessDecision.Challenge(
                "Basic realm=\"" + realm.replace("\\", "").replace("\"", "") + "\"");
        this.users = new HtpasswdUsers(source);
        this.remembered = new RememberedLogins(ticker);
        this.throttle = new LoginThrottle(limits, key, ticker);
        this.checks = new PasswordChecks(comparison, threads(), MAX_QUEUED);
    }

    /**
     * The number of threads for password checks: half of the processors. The other half serves requests of remembered
     * logins.
     */
    static int threads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    @Override
    public AccessDecision decide(Client client, AccessRequest request) {
        return client.authorization()
                .flatMap(BasicCredentials::parse)
                .map(credentials -> decide(client, login(credentials)))
                .orElse(challenge);
    }

    /**
     * A login that is to be checked.
     *
     * @param hash the hash of the user, or the decoy that an unknown user is compared with
     * @param id the key under which the result is remembered
     */
    private record Login(BasicCredentials credentials, boolean isUser, byte[] hash, String id) {}

    private Login login(BasicCredentials credentials) {
        HtpasswdFile file = users.file();
        Optional<byte[]> hash = file.hash(credentials.user());
        byte[] compared = hash.orElseGet(() -> file.decoy(key.ofUser(credentials.user())));
        return new Login(credentials, hash.isPresent(), compared, key.ofLogin(credentials, compared));
    }

    private AccessDecision decide(Client client, Login login) {
        Optional<AccessDecision> known = known(login);
        if (known.isPresent()) {
            return known.get();
        }
        String network = ClientNetwork.of(client.address()).toString();
        // Also checked before the queue: a login that is throttled need not wait in it.
        return throttled(network, login)
                .or(() -> lines.inTurn(network, () -> decideInTurn(client, network, login)))
                .orElseGet(() -> new AccessDecision.Busy(SOON));
    }

    private Optional<AccessDecision> known(Login login) {
        return remembered.find(login.id()).map(right -> answer(login, right));
    }

    private AccessDecision answer(Login login, boolean right) {
        return right
                ? new AccessDecision.Granted(new UnrestrictedCaller(
                        IdentityProvider.PASSWORD_FILE.user(login.credentials().user(), Set.of())))
                : challenge;
    }

    private Optional<AccessDecision> throttled(String network, Login login) {
        Duration refused = throttle.refusedFor(network, login.credentials().user());
        return refused.isZero() ? Optional.empty() : Optional.of(new AccessDecision.Throttled(refused));
    }

    /**
     * Decides at the head of the queue. The checks are repeated, since an earlier login of the network may have had the same
     * password, or may have failed.
     */
    private AccessDecision decideInTurn(Client client, String network, Login login) {
        return known(login)
                .or(() -> throttled(network, login))
                .or(() -> checks.matches(login.credentials().passwordBytes(), login.hash(), client.connected())
                        .map(matches -> checked(network, login, matches && login.isUser())))
                .orElseGet(() -> new AccessDecision.Busy(SOON));
    }

    private AccessDecision checked(String network, Login login, boolean right) {
        remembered.add(login.id(), right);
        if (!right) {
            throttle.failed(network, login.credentials().user());
            if (throttled(network, login).isPresent()) {
                LOG.atWarn()
                        .addKeyValue("address", network)
                        .log("Logins have failed too often, and are refused for a time");
            }
        }
        return answer(login, right);
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
