package dev.moorage.identity.ldap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of users, see {@link LdapUser#state}. A state that is older than the time for which it counts is read again. While the
 * directory does not answer, the last one counts.
 */
final class KnownUsers {
    private static final Logger LOG = LoggerFactory.getLogger(KnownUsers.class);
    private static final int MAX = 10_000;

    private final DirectoryLogins directory;
    private final LdapCalls calls;
    private final Duration ttl;
    private final Ticker ticker;
    private final SingleFlight<Optional<String>> reading = new SingleFlight<>();
    private final Cache<String, Seen> seen =
            Caffeine.newBuilder().maximumSize(MAX).executor(Runnable::run).build();

    private record Seen(String state, long at) {}

    KnownUsers(DirectoryLogins directory, LdapCalls calls, Duration ttl, Ticker ticker) {
        this.directory = directory;
        this.calls = calls;
        this.ttl = ttl;
        this.ticker = ticker;
    }

    /** Takes what a login has found. */
    void add(LdapUser user) {
        seen.put(user.name(), new Seen(user.state(), ticker.read()));
    }

    /** Returns the state of a user, or empty when there is no such user or nothing is known of it. */
    Optional<String> state(String name) {
        Seen known = seen.getIfPresent(name);
        if (known != null && ticker.read() - known.at() < ttl.toNanos()) {
            return Optional.of(known.state());
        }
        return reading.call(name, () -> read(name)).orElse(Optional.empty());
    }

    private Optional<String> read(String name) {
        try {
            Optional<LdapUser> found = calls.make(() -> directory.find(name));
            found.ifPresentOrElse(this::add, () -> seen.invalidate(name));
            return found.map(LdapUser::state);
        } catch (RefusedEntryException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("A user of the LDAP directory is refused");
            seen.invalidate(name);
            return Optional.empty();
        } catch (LdapOutageException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("A user cannot be read from the LDAP directory now");
            return Optional.ofNullable(seen.getIfPresent(name)).map(Seen::state);
        }
    }
}
