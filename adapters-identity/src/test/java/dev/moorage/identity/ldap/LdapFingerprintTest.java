package dev.moorage.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change in the directory does to a token that was issued before. */
class LdapFingerprintTest {
    private static final GroupLookup MEMBER_OF =
            new GroupLookup(Optional.of("memberOf"), Optional.empty(), Optional.empty(), Optional.empty());
    private static final String OPS = "cn=ops," + TestDirectory.GROUPS;

    private final AtomicLong nanos = new AtomicLong();
    private TestDirectory directory;
    private LdapAuthenticator authenticator;
    private Subject.User user;
    private String fingerprint;

    @BeforeEach
    void logIn() throws Exception {
        directory = new TestDirectory();
        directory.add("alice", "wonderland", "pwdChangedTime: 20260101000000Z", "memberOf: " + OPS);
        authenticator = authenticator();
        Authentication.Accepted accepted =
                (Authentication.Accepted) authenticator.authenticate(TestDirectory.login("alice", "wonderland"));
        user = accepted.user();
        fingerprint = accepted.fingerprint().orElseThrow();
    }

    private LdapAuthenticator authenticator() {
        return TestDirectory.authenticator(directory.settings(TestDirectory.SEARCH, MEMBER_OF), nanos);
    }

    @AfterEach
    void stop() {
        authenticator.close();
        directory.close();
    }

    private boolean isCurrent() {
        return authenticator.isCurrent(user, fingerprint);
    }

    private void change(Modification change) throws LDAPException {
        directory.server().modify(TestDirectory.ALICE, change);
        nanos.addAndGet(TestDirectory.TTL.toNanos());
    }

    @Test
    void withoutAChangeItIsCurrentAndTheDirectoryIsAskedOnceInTheTimeToLive() {
        int searches = directory.searches();
        assertThat(isCurrent()).isTrue();
        assertThat(directory.searches()).isEqualTo(searches);
        nanos.addAndGet(TestDirectory.TTL.toNanos());
        assertThat(isCurrent()).isTrue();
        assertThat(isCurrent()).isTrue();
        assertThat(directory.searches()).isEqualTo(searches + 1);
    }

    @Test
    void aChangedPasswordEndsIt() throws LDAPException {
        change(new Modification(ModificationType.REPLACE, "pwdChangedTime", "20260202000000Z"));
        assertThat(isCurrent()).isFalse();
    }

    @Test
    void aGroupThatIsTakenAwayEndsIt() throws LDAPException {
        change(new Modification(ModificationType.DELETE, "memberOf"));
        assertThat(isCurrent()).isFalse();
    }

    @Test
    void anEntryThatTheFilterNoLongerFindsEndsIt() throws LDAPException {
        change(new Modification(ModificationType.REPLACE, "objectClass", "formerPerson"));
        assertThat(isCurrent()).isFalse();
    }

    @Test
    void aDeletedEntryEndsIt() throws LDAPException {
        directory.server().delete(TestDirectory.ALICE);
        assertThat(isCurrent()).isTrue();
        nanos.addAndGet(TestDirectory.TTL.toNanos());
        assertThat(isCurrent()).isFalse();
    }

    @Test
    void anOutageDoesNotEndIt() {
        directory.stop();
        nanos.addAndGet(TestDirectory.TTL.toNanos() * 10);
        assertThat(isCurrent()).isTrue();
        try (LdapAuthenticator another = authenticator()) {
            assertThat(another.isCurrent(user, fingerprint)).isTrue();
        }
    }

    @Test
    void anotherReplicaWithTheSameSecretHasTheSameOne() {
        try (LdapAuthenticator another = authenticator()) {
            assertThat(another.isCurrent(user, fingerprint)).isTrue();
            assertThat(another.isCurrent(user, "another")).isFalse();
        }
    }

    @Test
    void aUserOfAnotherProviderHasNone() {
        Subject.User sameName = IdentityProvider.PASSWORD_FILE.user("alice", List.of());
        assertThat(authenticator.isCurrent(sameName, fingerprint)).isFalse();
    }

    @Test
    void aLoginThatIsRememberedWithFormerGroupsIsCheckedAgain() throws LDAPException {
        nanos.addAndGet(TestDirectory.TTL.toNanos() / 2);
        directory.server().modify(TestDirectory.ALICE, new Modification(ModificationType.DELETE, "memberOf"));
        assertThat(authenticator.authenticate(TestDirectory.login("ALICE", "wonderland")))
                .isInstanceOf(Authentication.Accepted.class);
        Authentication.Accepted again =
                (Authentication.Accepted) authenticator.authenticate(TestDirectory.login("alice", "wonderland"));
        assertThat(again.user().groups()).isEmpty();
        assertThat(authenticator.isCurrent(again.user(), again.fingerprint().orElseThrow()))
                .isTrue();
    }

    @Test
    void aTemplateWithoutAnAccountHasNone() {
        try (LdapAuthenticator own = TestDirectory.authenticator(
                TestDirectory.settings(
                        List.of(directory.address(LdapServer.Security.NONE)),
                        TestDirectory.defaultTls(),
                        Optional.empty(),
                        TestDirectory.TEMPLATE,
                        MEMBER_OF,
                        java.time.Duration.ofSeconds(20)),
                nanos)) {
            Authentication.Accepted accepted =
                    (Authentication.Accepted) own.authenticate(TestDirectory.login("alice", "wonderland"));
            assertThat(accepted.fingerprint()).isEmpty();
            assertThat(accepted.user().groups()).containsExactly("ldap:" + OPS);
        }
    }
}
