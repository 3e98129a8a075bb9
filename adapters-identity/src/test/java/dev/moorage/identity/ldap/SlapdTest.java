package dev.moorage.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import dev.moorage.application.port.out.identity.Authentication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenLDAP's server as Debian has it, with its overlays for groups and password policies. */
@Tag("debian")
class SlapdTest {
    private static final String BASE = "dc=acme";
    private static final String ADMIN = "cn=admin,dc=acme";
    private static final String OPS = "cn=ops,ou=groups,dc=acme";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private int port;
    private Process slapd;

    @BeforeEach
    void startWithUsers() throws Exception {
        port = TestDirectory.freePort();
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("slapd.conf"), """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                moduleload memberof
                moduleload ppolicy
                pidfile %1$s/slapd.pid
                database mdb
                suffix "dc=acme"
                rootdn "cn=admin,dc=acme"
                rootpw admin
                directory %1$s/data
                overlay memberof
                overlay ppolicy
                access to attrs=userPassword by anonymous auth by * none
                access to * by * read
                """.formatted(folder));
        start();
        try (LDAPConnection admin = admin()) {
            admin.add(new Entry(BASE, new Attribute("objectClass", "domain"), new Attribute("dc", "acme")));
            for (String unit : List.of("people", "groups")) {
                admin.add(new Entry(
                        "ou=" + unit + "," + BASE,
                        new Attribute("objectClass", "organizationalUnit"),
                        new Attribute("ou", unit)));
            }
            for (String user : List.of("alice", "bob", "ca*r(ol)")) {
                String dn = new DN(new RDN("uid", user), new DN("ou=people,dc=acme")).toString();
                admin.add(new Entry(
                        dn,
                        new Attribute("objectClass", "inetOrgPerson"),
                        new Attribute("uid", user),
                        new Attribute("cn", user),
                        new Attribute("sn", user)));
                admin.modify(dn, new Modification(ModificationType.REPLACE, "userPassword", "of " + user));
            }
            admin.add(new Entry(
                    OPS,
                    new Attribute("objectClass", "groupOfNames"),
                    new Attribute("cn", "ops"),
                    new Attribute("member", "uid=alice,ou=people,dc=acme")));
        }
    }

    private void start() throws IOException, InterruptedException {
        slapd = new ProcessBuilder(
                        "/usr/sbin/slapd", "-d", "0", "-f", folder.resolve("slapd.conf").toString(), "-h",
                        "ldap://127.0.0.1:" + port + "/")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            assertThat(slapd.isAlive() && System.nanoTime() < deadline)
                    .as(Files.readString(folder.resolve("log")))
                    .isTrue();
        }
    }

    private boolean answers() {
        try (LDAPConnection _ = new LDAPConnection("127.0.0.1", port)) {
            return true;
        } catch (LDAPException _) {
            return false;
        }
    }

    private LDAPConnection admin() throws LDAPException {
        return new LDAPConnection("127.0.0.1", port, ADMIN, "admin");
    }

    @AfterEach
    void stop() throws InterruptedException {
        slapd.destroy();
        assertThat(slapd.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private LdapAuthenticator authenticator(UserLookup users, Optional<ServiceAccount> account) {
        return TestDirectory.authenticator(
                TestDirectory.settings(
                        List.of(new LdapServer("127.0.0.1", port, LdapServer.Security.NONE)),
                        TestDirectory.defaultTls(),
                        account,
                        users,
                        new GroupLookup(
                                Optional.of("memberOf"),
                                Optional.of(SearchFilter.parse("(member={dn})", GroupLookup.PLACEHOLDERS)),
                                Optional.of("ou=groups,dc=acme"),
                                Optional.empty()),
                        Duration.ofSeconds(20)),
                nanos);
    }

    private static Authentication login(LdapAuthenticator authenticator, String user, String password) {
        return authenticator.authenticate(TestDirectory.login(user, password));
    }

    private static String outcome(LdapAuthenticator authenticator, String user, String password) {
        return TestDirectory.outcome(login(authenticator, user, password));
    }

    @Test
    void loginsAreThoseOfTheDirectoryInEachWayToFindAUser() {
        UserLookup search = new UserLookup.Search("ou=people,dc=acme", TestDirectory.BY_UID);
        UserLookup template = new UserLookup.Template("uid={user},ou=people,dc=acme");
        Optional<ServiceAccount> account = Optional.of(new ServiceAccount("uid=bob,ou=people,dc=acme", "of bob"));
        for (LdapAuthenticator each : List.of(
                authenticator(search, account),
                authenticator(search, Optional.empty()),
                authenticator(template, account),
                authenticator(template, Optional.empty()))) {
            try (each) {
                Authentication.Accepted alice = (Authentication.Accepted) login(each, "ALICE", "of alice");
                assertThat(alice.user().name()).isEqualTo("ldap:alice");
                assertThat(alice.user().groups()).containsExactly("ldap:" + OPS);
                assertThat(outcome(each, "ca*r(ol)", "of ca*r(ol)")).isEqualTo("ldap:ca*r(ol)");
                for (String name : List.of("bob", "nobody", "a*", "*", "alice)(uid=*", "ca*")) {
                    assertThat(outcome(each, name, "of alice")).as(name).isEqualTo("Rejected");
                }
                assertThat(outcome(each, "alice", "")).isEqualTo("Rejected");
                assertThat(outcome(each, "alice", "of alice\0")).isEqualTo("Rejected");
            }
        }
    }

    @Test
    void aServerThatStopsAndStartsAgainIsAnOutageInBetween() throws Exception {
        UserLookup search = new UserLookup.Search("ou=people,dc=acme", TestDirectory.BY_UID);
        try (LdapAuthenticator authenticator = authenticator(search, Optional.empty())) {
            assertThat(outcome(authenticator, "alice", "of alice")).isEqualTo("ldap:alice");
            stop();
            assertThat(outcome(authenticator, "alice", "of alice")).isEqualTo("ldap:alice");
            assertThat(outcome(authenticator, "bob", "of bob")).isEqualTo("Unavailable");
            start();
            assertThat(outcome(authenticator, "bob", "of bob")).isEqualTo("ldap:bob");
            assertThat(outcome(authenticator, "bob", "wrong")).isEqualTo("Rejected");
        }
    }

    @Test
    void aChangedPasswordAndAGroupThatIsTakenAwayEndTheFingerprint() throws Exception {
        UserLookup search = new UserLookup.Search("ou=people,dc=acme", TestDirectory.BY_UID);
        try (LdapAuthenticator authenticator = authenticator(search, Optional.empty());
                LDAPConnection admin = admin()) {
            Authentication.Accepted first = (Authentication.Accepted) login(authenticator, "alice", "of alice");
            assertThat(authenticator.isCurrent(first.user(), first.fingerprint().orElseThrow()))
                    .isTrue();
            admin.delete(OPS);
            nanos.addAndGet(TestDirectory.TTL.toNanos());
            assertThat(authenticator.isCurrent(first.user(), first.fingerprint().orElseThrow()))
                    .isFalse();
            Authentication.Accepted second = (Authentication.Accepted) login(authenticator, "alice", "of alice");
            assertThat(second.user().groups()).isEmpty();
            // The overlay keeps the time of a change in seconds.
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            do {
                assertThat(System.nanoTime()).isLessThan(deadline);
                admin.modify(
                        "uid=alice,ou=people,dc=acme",
                        new Modification(ModificationType.REPLACE, "userPassword", "new"));
                nanos.addAndGet(TestDirectory.TTL.toNanos());
            } while (authenticator.isCurrent(second.user(), second.fingerprint().orElseThrow()));
            assertThat(outcome(authenticator, "alice", "of alice")).isEqualTo("Rejected");
            assertThat(outcome(authenticator, "alice", "new")).isEqualTo("ldap:alice");
        }
    }
}
