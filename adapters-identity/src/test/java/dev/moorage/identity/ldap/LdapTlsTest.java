package dev.moorage.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that are reached by TLS, and certificates that are not theirs. */
class LdapTlsTest {
    @TempDir
    private static Path folder;

    private static TestCertificates right;
    private static TestCertificates another;
    private static TestCertificates ofAnotherHost;

    @BeforeAll
    static void makeCertificates() throws Exception {
        right = TestCertificates.make(folder, "right", "ip:127.0.0.1");
        another = TestCertificates.make(folder, "another", "ip:127.0.0.1");
        ofAnotherHost = TestCertificates.make(folder, "host", "dns:directory.example.org,ip:127.0.0.2");
    }

    private static String outcome(TestDirectory directory, LdapServer.Security security, SSLContext trusting) {
        try (LdapAuthenticator authenticator = TestDirectory.authenticator(
                TestDirectory.settings(
                        List.of(directory.address(security)),
                        trusting,
                        Optional.of(TestDirectory.ACCOUNT),
                        TestDirectory.SEARCH,
                        GroupLookup.NONE,
                        Duration.ofSeconds(20)),
                new AtomicLong())) {
            return TestDirectory.outcome(authenticator.authenticate(TestDirectory.login("alice", "wonderland")));
        }
    }

    @Test
    void aCertificateOfATrustedAuthorityForTheHostIsAccepted() throws Exception {
        try (TestDirectory ldaps = TestDirectory.overTls(right.server()).withUsers();
                TestDirectory startTls = new TestDirectory(Optional.of(right.server())).withUsers()) {
            assertThat(outcome(ldaps, LdapServer.Security.TLS, right.trusting())).isEqualTo("ldap:alice");
            assertThat(outcome(startTls, LdapServer.Security.STARTTLS, right.trusting())).isEqualTo("ldap:alice");
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityGetsNoPassword() throws Exception {
        try (TestDirectory ldaps = TestDirectory.overTls(right.server()).withUsers();
                TestDirectory startTls = new TestDirectory(Optional.of(right.server())).withUsers()) {
            assertThat(outcome(ldaps, LdapServer.Security.TLS, another.trusting())).isEqualTo("Unavailable");
            assertThat(outcome(startTls, LdapServer.Security.STARTTLS, another.trusting())).isEqualTo("Unavailable");
            assertThat(ldaps.passwords()).isEmpty();
            assertThat(startTls.passwords()).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherHostGetsNoPassword() throws Exception {
        try (TestDirectory ldaps = TestDirectory.overTls(ofAnotherHost.server()).withUsers();
                TestDirectory startTls = new TestDirectory(Optional.of(ofAnotherHost.server())).withUsers()) {
            assertThat(outcome(ldaps, LdapServer.Security.TLS, ofAnotherHost.trusting())).isEqualTo("Unavailable");
            assertThat(outcome(startTls, LdapServer.Security.STARTTLS, ofAnotherHost.trusting()))
                    .isEqualTo("Unavailable");
            assertThat(ldaps.passwords()).isEmpty();
            assertThat(startTls.passwords()).isEmpty();
        }
    }

    @Test
    void aServerWithoutStartTlsGetsNoPassword() throws Exception {
        try (TestDirectory clear = new TestDirectory().withUsers()) {
            assertThat(outcome(clear, LdapServer.Security.STARTTLS, right.trusting())).isEqualTo("Unavailable");
            assertThat(clear.passwords()).isEmpty();
        }
    }
}
