package dev.moorage.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.identity.Authentication;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logins with a directory that is down, slow, or asked by many at once. */
@Timeout(120)
class LdapOutageTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final AtomicLong nanos = new AtomicLong();
    private TestDirectory directory;
    private LdapAuthenticator authenticator;

    @BeforeEach
    void start() throws Exception {
        directory = new TestDirectory().withUsers();
        authenticator = TestDirectory.authenticator(directory.settings(), nanos);
    }

    @AfterEach
    void stop() {
        authenticator.close();
        directory.close();
    }

    private Authentication login(String user, String password) {
        return authenticator.authenticate(TestDirectory.login(user, password));
    }

    private String outcome(String user, String password) {
        return TestDirectory.outcome(login(user, password));
    }

    private void use(LdapSettings settings) {
        authenticator.close();
        authenticator = TestDirectory.authenticator(settings, nanos);
    }

    private List<String> atOnce(List<Callable<String>> logins) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> outcomes = new ArrayList<>();
            for (Future<String> login : clients.invokeAll(logins)) {
                outcomes.add(login.get());
            }
            return outcomes;
        }
    }

    @Test
    void aDirectoryThatIsDownAtTheStartIsUsedOnceItIsUp() throws Exception {
        directory.stop();
        use(directory.settings());
        assertThat(outcome("alice", "wonderland")).isEqualTo("Unavailable");
        directory.startAgain();
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
    }

    @Test
    void aRememberedUserWorksDuringAnOutageForTheTimeToLiveAndOthersAreUnavailable() throws Exception {
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
        directory.stop();
        nanos.addAndGet(TestDirectory.TTL.toNanos() - 1);
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
        assertThat(login("alice", "wrong")).isEqualTo(new Authentication.Unavailable(Breaker.PAUSE));
        assertThat(outcome("bob", "the builder")).isEqualTo("Unavailable");
        nanos.addAndGet(1);
        assertThat(outcome("alice", "wonderland")).isEqualTo("Unavailable");
        directory.startAgain();
        nanos.addAndGet(Breaker.PAUSE.toNanos());
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
        assertThat(outcome("alice", "wrong")).isEqualTo("Rejected");
    }

    @Test
    void anOutageIsNoFailedLogin() throws Exception {
        directory.stop();
        for (int i = 0; i < 100; i++) {
            assertThat(outcome("alice", "password-" + i)).isEqualTo("Unavailable");
        }
        directory.startAgain();
        nanos.addAndGet(Breaker.PAUSE.toNanos());
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
    }

    @Test
    void connectionsThatTheServerHasEndedAreReplacedWithoutAFailedLogin() {
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
        directory.server().closeAllConnections(true);
        assertThat(outcome("bob", "the builder")).isEqualTo("ldap:bob");
    }

    @Test
    void aServerThatIsDownIsLeftForTheNextOne() throws Exception {
        LdapServer down = new LdapServer("127.0.0.1", TestDirectory.freePort(), LdapServer.Security.NONE);
        use(TestDirectory.settings(
                List.of(down, directory.address(LdapServer.Security.NONE)),
                TestDirectory.defaultTls(),
                Optional.of(TestDirectory.ACCOUNT),
                TestDirectory.SEARCH,
                GroupLookup.NONE,
                Duration.ofSeconds(20)));
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
    }

    @Test
    void aServiceAccountThatIsRefusedIsAnOutageAndNoWrongPassword() {
        use(TestDirectory.settings(
                List.of(directory.address(LdapServer.Security.NONE)),
                TestDirectory.defaultTls(),
                Optional.of(new ServiceAccount(TestDirectory.ACCOUNT.dn(), "an old password")),
                TestDirectory.SEARCH,
                GroupLookup.NONE,
                Duration.ofSeconds(20)));
        assertThat(outcome("alice", "wonderland")).isEqualTo("Unavailable");
        assertThat(directory.passwords()).isEmpty();
    }

    @Test
    void aSlowServerMakesLoginsUnavailableAndAfterThreeIsNotAskedForATime() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try {
            use(directory.impatient(SHORT));
            directory.onUserBind(dn -> awaitQuietly(end));
            for (int i = 0; i < 3; i++) {
                assertThat(outcome("alice", "wonderland")).isEqualTo("Unavailable");
            }
            int asked = directory.searches();
            for (int i = 0; i < 1000; i++) {
                assertThat(outcome("alice", "wonderland")).isEqualTo("Unavailable");
            }
            assertThat(directory.searches()).isEqualTo(asked);
            assertThat(directory.passwords()).hasSize(3);
            nanos.addAndGet(Breaker.PAUSE.toNanos());
            assertThat(outcome("alice", "wonderland")).isEqualTo("Unavailable");
            assertThat(directory.passwords()).hasSize(4);
        } finally {
            end.countDown();
        }
        directory.onUserBind(dn -> {});
        nanos.addAndGet(Breaker.PAUSE.toNanos());
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aServerThatAcceptsAndNeverAnswersIsGivenUpAfterTheTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            for (LdapServer.Security security : LdapServer.Security.values()) {
                use(TestDirectory.settings(
                        List.of(new LdapServer("127.0.0.1", silent.getLocalPort(), security)),
                        TestDirectory.defaultTls(),
                        Optional.of(TestDirectory.ACCOUNT),
                        TestDirectory.SEARCH,
                        GroupLookup.NONE,
                        SHORT));
                long start = System.nanoTime();
                assertThat(outcome("alice", "wonderland")).as(security.toString()).isEqualTo("Unavailable");
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as(security.toString())
                        .isLessThan(Duration.ofSeconds(10));
            }
        }
    }

    /** Each of eight binds is answered only when all eight have arrived. */
    @Test
    void loginsOfSeveralUsersAreCheckedAtTheSameTime() throws Exception {
        int users = 8;
        CyclicBarrier together = new CyclicBarrier(users);
        List<Callable<String>> logins = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            String name = "user-" + i;
            directory.add(name, "of " + name);
            logins.add(() -> outcome(name, "of " + name));
        }
        directory.onUserBind(dn -> {
            try {
                together.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(atOnce(logins)).allMatch(name -> name.startsWith("ldap:user-")).doesNotHaveDuplicates();
    }

    @Test
    void theSameLoginBySeveralClientsAtOnceIsOneCheck() throws Exception {
        CountDownLatch waiting = new CountDownLatch(20);
        directory.onUserBind(dn -> awaitQuietly(waiting));
        List<Callable<String>> logins = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            logins.add(() -> {
                waiting.countDown();
                return outcome("alice", "wonderland");
            });
        }
        assertThat(atOnce(logins)).containsOnly("ldap:alice");
        assertThat(directory.passwords()).containsExactly("wonderland");
    }

    @Test
    void aFloodOfWrongPasswordsIsThrottledAlsoWhereItArrivesAtOnce() throws Exception {
        List<Callable<String>> logins = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String password = "guess-" + i;
            logins.add(() -> outcome("alice", password));
        }
        assertThat(atOnce(logins)).containsOnly("Rejected", "Throttled");
        assertThat(directory.passwords().size()).isLessThan(10 + LdapCalls.MAX + 1);
    }
}
