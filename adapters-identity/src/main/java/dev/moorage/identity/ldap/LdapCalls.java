package dev.moorage.identity.ldap;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds the calls to a directory: how many there are at once, and none while it is known not to answer. */
final class LdapCalls {
    /** The most calls at once, and the most connections that each pool keeps. */
    static final int MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(LdapCalls.class);

    private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

    private final Semaphore free = new Semaphore(MAX);
    private final Breaker breaker;
    private final Duration timeout;
    private final Ticker ticker;
    private final AtomicLong warned;

    LdapCalls(Duration timeout, Ticker ticker) {
        this.timeout = timeout;
        this.ticker = ticker;
        this.warned = new AtomicLong(ticker.read() - WARNING_INTERVAL.toNanos());
        this.breaker = new Breaker(ticker);
    }

    /** A call to a directory. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws RefusedEntryException, LdapOutageException;
    }

    /**
     * Makes a call. It waits while too many calls are made, but no longer than a step of a call may take.
     *
     * @param instead asked when the wait is over. What it returns is returned without a call
     * @throws LdapOutageException the directory does not answer, or has not answered lately
     */
    <T> T make(Supplier<Optional<T>> instead, Call<T> call) throws RefusedEntryException, LdapOutageException {
        if (!acquired()) {
            throw LdapOutageException.ofLogin("too many logins wait for the directory");
        }
        try {
            Optional<T> other = instead.get();
            if (other.isPresent()) {
                return other.get();
            }
            if (!breaker.mayCall()) {
                throw LdapOutageException.ofLogin("the directory does not answer");
            }
            return counted(call);
        } finally {
            free.release();
        }
    }

    private boolean acquired() {
        try {
            return free.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T counted(Call<T> call) throws RefusedEntryException, LdapOutageException {
        try {
            T result = call.run();
            answered();
            return result;
        } catch (RefusedEntryException e) {
            answered();
            throw e;
        } catch (LdapOutageException e) {
            report(e);
            throw e;
        }
    }

    private void answered() {
        if (breaker.succeeded()) {
            LOG.info("The LDAP directory answers again");
        }
    }

    private void report(LdapOutageException e) {
        if (!e.isOfServer()) {
            answered();
        } else if (!Thread.currentThread().isInterrupted() && breaker.failed()) {
            LOG.atError()
                    .addKeyValue("reason", e.getMessage())
                    .log("The LDAP directory does not answer: passwords that are not remembered cannot be checked");
            return;
        }
        long now = ticker.read();
        long last = warned.get();
        if (now - last >= WARNING_INTERVAL.toNanos() && warned.compareAndSet(last, now)) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("A login cannot be checked by the LDAP directory. Further ones are not logged for a minute");
        }
    }
}
