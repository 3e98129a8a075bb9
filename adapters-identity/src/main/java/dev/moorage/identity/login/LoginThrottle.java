package dev.moorage.identity.login;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Refuses logins for a short time from an address with too many failures, before a password is checked. A user is never
 * locked out: the user can still log in from other addresses, and remembered logins are not throttled.
 */
public final class LoginThrottle {
    private final FailureBudget perAddress;
    private final FailureBudget perUser;
    private final ProcessKey key = new ProcessKey();

    public LoginThrottle(LoginLimits limits) {
        this(limits, Ticker.systemTicker());
    }

    /** @param ticker measures the time in which failures are counted */
    public LoginThrottle(LoginLimits limits, Ticker ticker) {
        this.perAddress = new FailureBudget(limits.perAddress(), ticker);
        this.perUser = new FailureBudget(limits.perUser(), ticker);
    }

    /**
     * How long logins of this user from this network are refused, or zero when a login may be checked now.
     *
     * @param network see {@link ClientNetwork}
     */
    public Duration refusedFor(String network, String user) {
        Duration address = perAddress.exhaustedFor(network);
        Duration login = perUser.exhaustedFor(pair(network, user));
        return address.compareTo(login) > 0 ? address : login;
    }

    /** Counts a failed login. */
    public void failed(String network, String user) {
        perAddress.spend(network);
        perUser.spend(pair(network, user));
    }

    /** The key of a user and a network. It contains an HMAC of the name, since a name can be as long as a request's head. */
    private String pair(String network, String user) {
        return Long.toHexString(key.ofUser(user)) + "@" + network;
    }
}
