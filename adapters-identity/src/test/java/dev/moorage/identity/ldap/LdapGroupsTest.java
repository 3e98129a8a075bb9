package dev.moorage.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.domain.access.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The groups of a user of the directory. */
class LdapGroupsTest {
    private static final String OPS = "cn=Ops,ou=groups,DC=acme,dc=example";
    private static final String OUTSIDE = "cn=ops,ou=people,dc=acme,dc=example";

    private TestDirectory directory;

    @BeforeEach
    void start() throws Exception {
        directory = new TestDirectory();
        directory.add("alice", "wonderland", "memberOf: " + OPS, "memberOf: " + OUTSIDE, "memberOf: no name of an entry");
        directory.addEntry("dn: " + OPS, "objectClass: groupOfNames", "cn: Ops", "member: " + TestDirectory.ALICE);
        directory.addEntry(
                "dn: cn=posix,ou=groups,dc=acme,dc=example",
                "objectClass: posixGroup",
                "cn: posix",
                "memberUid: alice");
        directory.addEntry(
                "dn: cn=others,ou=groups,dc=acme,dc=example", "objectClass: groupOfNames", "cn: others", "member: cn=x");
    }

    @AfterEach
    void stop() {
        directory.close();
    }

    private Authentication login(GroupLookup groups) {
        try (LdapAuthenticator authenticator = TestDirectory.authenticator(
                directory.settings(TestDirectory.SEARCH, groups), new AtomicLong())) {
            return authenticator.authenticate(TestDirectory.login("alice", "wonderland"));
        }
    }

    private Set<String> groups(
            Optional<String> memberOf, Optional<String> filter, Optional<String> base, Optional<String> name) {
        return ((Authentication.Accepted) login(new GroupLookup(
                        memberOf, filter.map(text -> SearchFilter.parse(text, GroupLookup.PLACEHOLDERS)), base, name)))
                .user()
                .groups();
    }

    @Test
    void memberOfGivesDistinguishedNamesInTheirNormalForm() {
        assertThat(groups(Optional.of("memberof"), Optional.empty(), Optional.empty(), Optional.empty()))
                .containsExactlyInAnyOrder(
                        "ldap:cn=ops,ou=groups,dc=acme,dc=example", "ldap:cn=ops,ou=people,dc=acme,dc=example");
    }

    @Test
    void aGroupOutsideOfTheBaseDoesNotCountThoughItHasTheSameShortName() {
        Optional<String> base = Optional.of(TestDirectory.GROUPS);
        assertThat(groups(Optional.of("memberOf"), Optional.empty(), base, Optional.of("cn")))
                .containsExactly("ldap:ops");
        assertThat(groups(
                        Optional.of("memberOf"),
                        Optional.empty(),
                        Optional.of("ou=elsewhere,dc=acme,dc=example"),
                        Optional.of("cn")))
                .isEmpty();
    }

    @Test
    void aFilterFindsGroupsByTheEntryAndByTheName() {
        Optional<String> base = Optional.of(TestDirectory.GROUPS);
        assertThat(groups(Optional.empty(), Optional.of("(member={dn})"), base, Optional.empty()))
                .containsExactly("ldap:cn=ops,ou=groups,dc=acme,dc=example");
        assertThat(groups(
                        Optional.empty(),
                        Optional.of("(|(member={dn})(memberUid={user}))"),
                        base,
                        Optional.of("cn")))
                .containsExactlyInAnyOrder("ldap:ops", "ldap:posix");
    }

    @Test
    void bothWaysAddUp() {
        assertThat(groups(
                        Optional.of("memberOf"),
                        Optional.of("(memberUid={user})"),
                        Optional.of(TestDirectory.GROUPS),
                        Optional.of("cn")))
                .containsExactlyInAnyOrder("ldap:ops", "ldap:posix");
    }

    /** A rule may deny something to a group that would be missing. */
    @Test
    void aListOfGroupsThatIsTooLongOrCutRefusesTheLogin() throws Exception {
        GroupLookup memberOf =
                new GroupLookup(Optional.of("memberOf"), Optional.empty(), Optional.empty(), Optional.empty());
        List<String> many = new ArrayList<>();
        for (int i = 0; i <= Subject.MAX_GROUPS; i++) {
            many.add("memberOf: cn=g" + i + "," + TestDirectory.GROUPS);
            directory.addEntry(
                    "dn: cn=g" + i + "," + TestDirectory.GROUPS, "objectClass: groupOfNames", "cn: g" + i, "member: all");
        }
        directory.server().delete(TestDirectory.ALICE);
        directory.add("alice", "wonderland", many.toArray(String[]::new));
        assertThat(login(memberOf)).isEqualTo(new Authentication.Rejected());
        assertThat(login(new GroupLookup(
                        Optional.empty(),
                        Optional.of(SearchFilter.parse("(|(member=all)(member={dn}))", GroupLookup.PLACEHOLDERS)),
                        Optional.of(TestDirectory.GROUPS),
                        Optional.empty())))
                .isEqualTo(new Authentication.Rejected());
        directory.server().delete(TestDirectory.ALICE);
        directory.add("alice", "wonderland", "memberOf;range=0-1499: " + OPS);
        assertThat(login(memberOf)).isEqualTo(new Authentication.Rejected());
    }
}
