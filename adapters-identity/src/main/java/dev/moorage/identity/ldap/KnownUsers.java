package dev.moorage.identity.ldap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
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
    private final SingleFlight<Found> reading = new SingleFlight<>();
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

    /**
     * Returns whether the state that counts now passes a test. A user that the directory no longer has passes none. A user of which
     * nothing is known, since the directory does not answer, passes each.
     */
    boolean passes(String name, Predicate<String> test) {
        Seen known = seen.getIfPresent(name);
        if (known != null && ticker.read() - known.at() < ttl.toNanos()) {
            return test.test(known.state());
        }
        return switch (reading.call(name, () -> read(name)).orElseGet(Found.Unknown::new)) {
            case Found.Has(String state) -> test.test(state);
            case Found.HasNot _ -> false;
            case Found.Unknown _ -> known == null || test.test(known.state());
        };
    }

    /** Returns whether nothing newer than a state is known. */
    boolean isNewest(LdapUser user) {
        Seen known = seen.getIfPresent(user.name());
        return known == null || known.state().equals(user.state());
    }

    private sealed interface Found {
        record Has(String state) implements Found {}

        record HasNot() implements Found {}

        record Unknown() implements Found {}
    }

    private Found read(String name) {
        try {
            Optional<LdapUser> found = calls.make(Optional::empty, () -> directory.find(name));
            if (found.isPresent()) {
                add(found.get());
                return new Found.Has(found.get().state());
            }
            seen.invalidate(name);
            return new Found.HasNot();
        } catch (RefusedEntryException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("A user of the LDAP directory is refused");
            seen.invalidate(name);
            return new Found.HasNot();
        } catch (LdapOutageException _) {
            return new Found.Unknown();
        }
    }
}
