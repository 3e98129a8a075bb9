package dev.moorage.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.domain.access.IdentityProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins with a directory that answers. */
class LdapAuthenticatorTest {
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

    private void use(UserLookup users, Optional<ServiceAccount> account) {
        authenticator.close();
        authenticator = TestDirectory.authenticator(
                TestDirectory.settings(
                        List.of(directory.address(LdapServer.Security.NONE)),
                        TestDirectory.defaultTls(),
                        account,
                        users,
                        GroupLookup.NONE,
                        Duration.ofSeconds(20)),
                nanos);
    }

    @Test
    void aRightPasswordGivesAUserOfTheProviderLdap() {
        Authentication.Accepted accepted = (Authentication.Accepted) login("alice", "wonderland");
        assertThat(accepted.user())
                .isEqualTo(new IdentityProvider("ldap", "ldap").user("alice", List.of()))
                .hasToString("ldap:alice");
    }

    @Test
    void aWrongPasswordAndAnUnknownUserAreRejectedAndCostOnePasswordEach() {
        assertThat(outcome("alice", "the builder")).isEqualTo("Rejected");
        assertThat(outcome("carol", "wonderland")).isEqualTo("Rejected");
        assertThat(directory.passwords()).containsExactly("the builder", "wonderland");
        assertThat(directory.searches()).isEqualTo(2);
    }

    @Test
    void aNameInAnotherCaseGivesTheUserOfTheEntry() {
        assertThat(outcome("ALICE", "wonderland")).isEqualTo("ldap:alice");
        assertThat(outcome("  Alice ", "wonderland")).isEqualTo("ldap:alice");
    }

    @Test
    void anEntryWithCapitalsInItsNameGivesAUserInLowerCase() throws LDAPException {
        directory.add("Dora", "the explorer");
        assertThat(outcome("DORA", "the explorer")).isEqualTo("ldap:dora");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*", "ali*", "a*e", "alice)(uid=*", "*)(uid=*", "alice)(objectClass=person", ")(", "(", ")", "\\2a", "\\61lice",
                "\0", "alice\0", "\0alice", "alice\n", "", " ", "alice,ou=people", "alice,ou=people,dc=acme,dc=example",
                "uid=alice,ou=people,dc=acme,dc=example", "alice+uid=bob", "\"alice\"", "#616c696365", "{user}", "{dn}", "alice;",
                "alicé"
            })
    void aHostileNameIsRejectedWithAnyUsersPassword(String name) {
        assertThat(outcome(name, "wonderland")).isEqualTo("Rejected");
        use(TestDirectory.TEMPLATE, Optional.empty());
        assertThat(outcome(name, "wonderland")).isEqualTo("Rejected");
        use(TestDirectory.TEMPLATE, Optional.of(TestDirectory.ACCOUNT));
        assertThat(outcome(name, "wonderland")).isEqualTo("Rejected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "(", "\"", ",", "+", "\\", "#", "ä", "名", "=", ";"})
    void aNameWithSpecialCharactersIsTheNameOfItsEntryOnly(String character) throws LDAPException {
        String name = character + "eve" + character;
        String dn = new DN(
                        new RDN("uid", name), new DN(TestDirectory.PEOPLE))
                .toString();
        directory.server().add(new Entry(
                dn,
                new Attribute("objectClass", "person"),
                new Attribute("uid", name),
                new Attribute("userPassword", "apple")));
        assertThat(outcome(name, "apple")).isEqualTo("ldap:" + name);
        use(TestDirectory.TEMPLATE, Optional.empty());
        assertThat(outcome(name, "apple")).isEqualTo("ldap:" + name);
    }

    /** RFC 4513, section 5.1.2: such a bind succeeds, and authenticates no one. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\0", "wonderland\0", "\u3000"})
    void anEmptyPasswordOneOfBlanksAndOneWithNulAreRejectedWithoutTheDirectory(String password) {
        assertThat(outcome("alice", password)).isEqualTo("Rejected");
        use(TestDirectory.TEMPLATE, Optional.empty());
        assertThat(outcome("alice", password)).isEqualTo("Rejected");
        assertThat(directory.passwords()).isEmpty();
        assertThat(directory.searches()).isZero();
    }

    @Test
    void aPasswordOfAnyCharactersIsSentAsItIs() throws LDAPException {
        String password = "päss: wörd*)(\\ 名 ".repeat(10);
        directory.server().modify(TestDirectory.ALICE, new Modification(ModificationType.REPLACE, "userPassword", password));
        assertThat(outcome("alice", password)).isEqualTo("ldap:alice");
    }

    @Test
    void twoEntriesOfOneNameAreRejectedWithEitherPassword() throws LDAPException {
        directory.addEntry("dn: ou=more," + TestDirectory.PEOPLE, "objectClass: organizationalUnit", "ou: more");
        directory.addEntry(
                        "dn: uid=alice,ou=more," + TestDirectory.PEOPLE,
                        "objectClass: person",
                        "uid: alice",
                        "userPassword: second");
        assertThat(outcome("alice", "wonderland")).isEqualTo("Rejected");
        assertThat(outcome("alice", "second")).isEqualTo("Rejected");
        assertThat(directory.passwords()).isEmpty();
    }

    @Test
    void anEntryWithoutTheNameAttributeIsRejected() throws LDAPException {
        directory.server().modify(TestDirectory.ALICE, new Modification(ModificationType.ADD, "uid", "al"));
        assertThat(outcome("al", "wonderland")).isEqualTo("ldap:alice");
        use(new UserLookup.Search(TestDirectory.PEOPLE, SearchFilter.parse("(sn={user})", List.of(SearchFilter.USER))),
                Optional.of(TestDirectory.ACCOUNT));
        directory.addEntry("dn: cn=x," + TestDirectory.PEOPLE, "objectClass: person", "sn: nameless", "userPassword: p");
        assertThat(outcome("nameless", "p")).isEqualTo("Rejected");
    }

    @Test
    void aTemplateFindsTheEntryWithoutASearchAndReadsItAsTheUser() {
        use(TestDirectory.TEMPLATE, Optional.empty());
        assertThat(outcome("Alice", "wonderland")).isEqualTo("ldap:alice");
        assertThat(outcome("alice", "the builder")).isEqualTo("Rejected");
        assertThat(outcome("carol", "wonderland")).isEqualTo("Rejected");
        assertThat(directory.passwords()).containsExactly("wonderland", "the builder", "wonderland");
        assertThat(directory.searches()).isEqualTo(1);
    }

    @Test
    void aReferralIsNotFollowedWithThePassword() throws Exception {
        try (TestDirectory other = new TestDirectory().withUsers()) {
            String url = "ldap://127.0.0.1:" + other.address(LdapServer.Security.NONE).port() + "/" + TestDirectory.ALICE;
            directory.onUserBind(dn -> {
                throw new LDAPException(ResultCode.REFERRAL, "elsewhere", null, new String[] {url});
            });
            assertThat(outcome("alice", "wonderland")).isEqualTo("Unavailable");
            directory.onSearch(base -> {
                throw new LDAPException(ResultCode.REFERRAL, "elsewhere", null, new String[] {url});
            });
            assertThat(outcome("bob", "the builder")).isEqualTo("Unavailable");
            assertThat(other.passwords()).isEmpty();
            assertThat(other.searches()).isZero();
        }
    }

    @Test
    void aRightPasswordIsRememberedForTheTimeToLiveAndNoLonger() throws LDAPException {
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
        directory.server().modify(TestDirectory.ALICE, new Modification(ModificationType.REPLACE, "userPassword", "new"));
        nanos.addAndGet(TestDirectory.TTL.toNanos() - 1);
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
        assertThat(directory.passwords()).hasSize(1);
        nanos.addAndGet(1);
        assertThat(outcome("alice", "wonderland")).isEqualTo("Rejected");
        assertThat(outcome("alice", "new")).isEqualTo("ldap:alice");
    }

    @Test
    void aWrongPasswordIsSentToTheDirectoryOnceInTheTimeToLive() {
        for (int i = 0; i < 100; i++) {
            assertThat(outcome("alice", "stale")).isEqualTo("Rejected");
        }
        assertThat(directory.passwords()).containsExactly("stale");
        nanos.addAndGet(TestDirectory.TTL.toNanos());
        assertThat(outcome("alice", "stale")).isEqualTo("Rejected");
        assertThat(directory.passwords()).hasSize(2);
    }

    @Test
    void tooManyWrongPasswordsFromAnAddressAreThrottledAndARememberedLoginIsNot() {
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
        for (int i = 0; i < 10; i++) {
            assertThat(outcome("alice", "wrong-" + i)).isEqualTo("Rejected");
        }
        assertThat(outcome("alice", "wrong-10")).isEqualTo("Throttled");
        assertThat(outcome("alice", "wonderland")).isEqualTo("ldap:alice");
        assertThat(directory.passwords()).hasSize(11);
    }
}
