package dev.moorage.http.access;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Refuses logins from an address that has failed too often, for a short time, before anything is computed. No user is ever locked
 * out: from other addresses each can log in, and a login that is remembered does not come here.
 */
final class LoginThrottle {
    private final FailureBudget perAddress;
    private final FailureBudget perUser;
    private final ProcessKey key;

    LoginThrottle(LoginLimits limits, ProcessKey key, Ticker ticker) {
        this.perAddress = new FailureBudget(limits.perAddress(), ticker);
        this.perUser = new FailureBudget(limits.perUser(), ticker);
        this.key = key;
    }

    /**
     * For how long logins of this user from this network are refused; zero when one may be checked now.
     *
     * @param network see {@link ClientNetwork}
     */
    Duration refusedFor(String network, String user) {
        Duration address = perAddress.exhaustedFor(network);
        Duration login = perUser.exhaustedFor(pair(network, user));
        return address.compareTo(login) > 0 ? address : login;
    }

    void failed(String network, String user) {
        perAddress.spend(network);
        perUser.spend(pair(network, user));
    }

    /** A name can be as long as a head, and is kept by its HMAC. */
    private String pair(String network, String user) {
        return Long.toHexString(key.ofUser(user)) + "@" + network;
    }
}
