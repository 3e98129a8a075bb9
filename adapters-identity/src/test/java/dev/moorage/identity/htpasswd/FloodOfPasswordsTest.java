package dev.moorage.identity.htpasswd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.identity.issuer.IssuerKeys;
import dev.moorage.identity.issuer.PasswordFingerprints;
import dev.moorage.identity.keys.FileStamp;
import dev.moorage.identity.login.LoginLimits;
import dev.moorage.identity.login.LoginThrottle;
import dev.moorage.identity.password.PasswordHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what two thousand wrong passwords at once do to other logins. The test controls how long a comparison takes. */
@Timeout(60)
class FloodOfPasswordsTest {
    private static final PasswordFingerprints FINGERPRINTS =
            new PasswordFingerprints(new IssuerKeys(List.of(new byte[32])));
    private static final int FLOOD = 2000;
    private static final Duration WHILE = Duration.ofSeconds(30);

    private final SlowComparison comparison = new SlowComparison();
    private final AtomicLong now = new AtomicLong();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final HtpasswdAuthenticator access;

    FloodOfPasswordsTest() throws Exception {
        this.access = new HtpasswdAuthenticator(
                new Users(), FINGERPRINTS, new LoginThrottle(LoginLimits.defaults(), now::get), comparison, now::get);
    }

    @AfterEach
    void end() {
        comparison.letPass(Integer.MAX_VALUE / 2);
        clients.close();
        access.close();
    }

    /** The users Alice and Bob, whose passwords are their names. */
    private static final class Users implements HtpasswdSource {
        @Override
        public FileStamp stamp() {
            return new FileStamp("users", 0, Instant.EPOCH);
        }

        @Override
        public List<String> lines() throws IOException {
            return List.of("alice:$2y$10$" + "a".repeat(53), "bob:$2y$10$" + "b".repeat(53));
        }
    }

    /** A comparison that waits until the test releases it. */
    private static final class SlowComparison implements PasswordChecks.Comparison {
        private final Semaphore permits = new Semaphore(0);
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicBoolean virtual = new AtomicBoolean();

        void letPass(int count) {
            permits.release(count);
        }

        @Override
        public boolean matches(byte[] password, PasswordHash hash) {
            begun.incrementAndGet();
            atOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
            virtual.compareAndSet(false, Thread.currentThread().isVirtual());
            permits.acquireUninterruptibly();
            now.decrementAndGet();
            String text = new String(password, StandardCharsets.UTF_8);
            return text.equals("alice") && hash.text().charAt(10) == 'a'
                    || text.equals("bob") && hash.text().charAt(10) == 'b';
        }
    }

    private Authentication login(String address, String user, String password, BooleanSupplier connected) {
        return access.authenticate(new LoginAttempt(user, password, address, connected));
    }

    private Authentication login(String address, String user, String password) {
        return login(address, user, password, () -> true);
    }

    private Future<Authentication> later(String address, String user, String password) {
        return clients.submit(() -> login(address, user, password));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + WHILE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private List<Future<Authentication>> flood(int addresses) {
        List<Future<Authentication>> attackers = new ArrayList<>();
        for (int i = 0; i < FLOOD; i++) {
            attackers.add(later("10.0." + i % addresses / 256 + "." + i % 256 % addresses, "alice", "guess-" + i));
        }
        return attackers;
    }

    private static long count(List<Future<Authentication>> attackers, Class<? extends Authentication> decision)
            throws Exception {
        long count = 0;
        for (Future<Authentication> attacker : attackers) {
            count += decision.isInstance(attacker.get(WHILE.toSeconds(), TimeUnit.SECONDS)) ? 1 : 0;
        }
        return count;
    }

    @Test
    void whoIsRememberedIsServedWhileNothingIsCompared() {
        comparison.letPass(1);
        assertThat(login("192.0.2.1", "alice", "alice")).isInstanceOf(Authentication.Accepted.class);
        flood(1000);
        await(() -> comparison.begun.get() > 1);
        for (String address : new String[] {"192.0.2.1", "10.0.0.1", "2001:db8::1"}) {
            assertThat(login(address, "alice", "alice")).isInstanceOf(Authentication.Accepted.class);
        }
    }

    @Test
    void fromOneAddressOnePasswordIsComparedAtATimeAndTenOfOneUserAtMost() throws Exception {
        List<Future<Authentication>> attackers = flood(1);
        await(() -> comparison.begun.get() == 1);
        await(() -> attackers.stream().filter(Future::isDone).count() >= FLOOD - 256);
        // The other address is next, however long the first address's queue is.
        Future<Authentication> bob = later("192.0.2.1", "bob", "bob");
        await(() -> access.waiting() == 257);
        comparison.letPass(2 + HtpasswdAuthenticator.threads());
        assertThat(bob.get(WHILE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(Authentication.Accepted.class);
        comparison.letPass(FLOOD);
        assertThat(count(attackers, Authentication.Unavailable.class)).isEqualTo(FLOOD - 256);
        assertThat(count(attackers, Authentication.Rejected.class)).isEqualTo(10);
        assertThat(count(attackers, Authentication.Throttled.class)).isEqualTo(246);
        assertThat(comparison.begun.get()).isEqualTo(11);
        assertThat(login("10.0.0.0", "alice", "another")).isInstanceOf(Authentication.Throttled.class);
        assertThat(login("192.0.2.2", "alice", "alice")).isInstanceOf(Authentication.Accepted.class);
        assertThat(login("10.0.0.0", "alice", "alice")).isInstanceOf(Authentication.Accepted.class);
    }

    @Test
    void fromManyAddressesAFewAreComparedAtOnceABoundedNumberWaitsAndTheOthersAreBusy() throws Exception {
        List<Future<Authentication>> attackers = flood(FLOOD);
        int waiting = 128 + HtpasswdAuthenticator.threads();
        await(() -> attackers.stream().filter(Future::isDone).count() == FLOOD - waiting);
        assertThat(login("192.0.2.1", "bob", "bob")).isInstanceOf(Authentication.Unavailable.class);
        comparison.letPass(1);
        await(() -> attackers.stream().filter(Future::isDone).count() == FLOOD - waiting + 1);
        Future<Authentication> bob = later("192.0.2.1", "bob", "bob");
        await(() -> access.waiting() == waiting);
        comparison.letPass(waiting);
        assertThat(bob.get(WHILE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(Authentication.Accepted.class);
        assertThat(count(attackers, Authentication.Rejected.class)).isEqualTo(waiting);
        assertThat(comparison.atOnce.get()).isEqualTo(HtpasswdAuthenticator.threads());
        assertThat(comparison.virtual).isFalse();
    }

    @Test
    void thousandClientsWithOnePasswordCostOneComparison() throws Exception {
        List<Future<Authentication>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(later("192.0.2.1", "alice", "alice"));
        }
        await(() -> access.waiting() == 200);
        comparison.letPass(1);
        assertThat(count(all, Authentication.Accepted.class)).isEqualTo(200);
        assertThat(comparison.begun.get()).isEqualTo(1);
    }

    @Test
    void aWrongPasswordThatComesAgainIsNeitherComparedNorCountedForAMinute() {
        comparison.letPass(2);
        for (int i = 0; i < 100; i++) {
            assertThat(login("192.0.2.1", "alice", "old")).isInstanceOf(Authentication.Rejected.class);
        }
        assertThat(comparison.begun.get()).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(login("192.0.2.1", "alice", "old")).isInstanceOf(Authentication.Rejected.class);
        assertThat(comparison.begun.get()).isEqualTo(2);
    }

    @Test
    void aClientThatHasLeftCostsNothing() throws Exception {
        AtomicBoolean connected = new AtomicBoolean(true);
        List<Future<Authentication>> first = new ArrayList<>();
        for (int i = 0; i < HtpasswdAuthenticator.threads(); i++) {
            first.add(later("10.0.0." + i, "alice", "guess"));
        }
        await(() -> comparison.begun.get() == HtpasswdAuthenticator.threads());
        Future<Authentication> leaving = clients.submit(() -> login("192.0.2.1", "bob", "x", connected::get));
        await(() -> access.waiting() == first.size() + 1);
        connected.set(false);
        comparison.letPass(FLOOD);
        assertThat(leaving.get(WHILE.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(Authentication.Unavailable.class);
        assertThat(comparison.begun.get()).isEqualTo(HtpasswdAuthenticator.threads());
        await(() -> access.waiting() == 0);
    }

    @Test
    void anUnknownUserIsComparedAndNeverLetIn() {
        comparison.letPass(2);
        assertThat(login("192.0.2.1", "carol", "alice")).isInstanceOf(Authentication.Rejected.class);
        assertThat(comparison.begun.get()).isEqualTo(1);
    }
}
