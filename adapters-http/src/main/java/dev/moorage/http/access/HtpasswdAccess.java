package dev.moorage.http.access;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code auth.htpasswd}: a user with a password may do anything. What bcrypt says of a password is remembered, so that a client
 * costs one check. Only what is not remembered is throttled, and stands in the line of its address: at most one password of an
 * address is compared at a time. An unknown user costs as much as one of the file.
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
     * @param realm what a client shows to its user, who is to name a password for it
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

    /** Half of the processors: the other half is for those who are logged in. */
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
     * What a client claims.
     *
     * @param hash the user's, or that which an unknown user is compared with
     * @param id by which the result is remembered
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
        String network = ClientNetwork.of(client.address());
        // Before the line as well: a refused login need not wait for it.
        return throttled(network, login)
                .or(() -> lines.inTurn(network, () -> decideInTurn(client, network, login)))
                .orElseGet(() -> new AccessDecision.Busy(SOON));
    }

    private Optional<AccessDecision> known(Login login) {
        return remembered.find(login.id()).map(right -> answer(login, right));
    }

    private AccessDecision answer(Login login, boolean right) {
        return right
                ? new AccessDecision.Granted(new UserGrant(login.credentials().user()))
                : challenge;
    }

    private Optional<AccessDecision> throttled(String network, Login login) {
        Duration refused = throttle.refusedFor(network, login.credentials().user());
        return refused.isZero() ? Optional.empty() : Optional.of(new AccessDecision.Throttled(refused));
    }

    /** Those before in the line may have had the same password, or have failed. */
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

    /** How many logins wait for a check, or are being checked. */
    int waiting() {
        return lines.length();
    }

    @Override
    public void close() {
        checks.close();
    }

    /** A user who has a password may do anything. */
    private record UserGrant(String name) implements Grant {
        @Override
        public Optional<String> user() {
            return Optional.of(name);
        }

        @Override
        public boolean may(Action action, RepositoryName repository) {
            return true;
        }
    }
}
