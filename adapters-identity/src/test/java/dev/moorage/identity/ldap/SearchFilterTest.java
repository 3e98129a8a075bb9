package dev.moorage.identity.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.unboundid.ldap.sdk.Filter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchFilterTest {
    private static final List<String> BOTH = GroupLookup.PLACEHOLDERS;

    private static Filter with(String filter, String user) {
        return SearchFilter.parse(filter, BOTH)
                .with(Map.of(SearchFilter.USER, user, SearchFilter.DN, "cn=(odd)*,dc=acme"));
    }

    @Test
    void valuesAreEscapedWhereTheyStand() {
        assertThat(with("(&(objectClass=person)(uid={user}))", "a*)(uid=\0\\"))
                .hasToString("(&(objectClass=person)(uid=a\\2a\\29\\28uid=\\00\\5c))");
        assertThat(with("(!(mail={user}@acme.example))", "*")).hasToString("(!(mail=\\2a@acme.example))");
    }

    @Test
    void nestedGroupsOfActiveDirectoryAreAskedForByTheirMatchingRule() {
        assertThat(with("(member:1.2.840.113556.1.4.1941:={dn})", "alice"))
                .hasToString("(member:1.2.840.113556.1.4.1941:=cn=\\28odd\\29\\2a,dc=acme)");
    }

    @Test
    void aValueThatLooksLikeAPlaceholderIsNotReplaced() {
        assertThat(with("(|(uid={user})(member={dn}))", "{dn}")).hasToString("(|(uid={dn})(member=cn=\\28odd\\29\\2a,dc=acme))");
    }

    /** Whatever the name, the filter is read back as one of the same parts. */
    @Test
    void aRandomNameNeverChangesTheStructure() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "()*\\&|!=<>~:{}user,+\"#; \0é名a";
        for (int i = 0; i < 5000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                name.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Filter read = Filter.create(with("(&(objectClass=person)(|(uid={user})(mail={user})))", name.toString())
                    .toString());
            Filter[] names = read.getComponents()[1].getComponents();
            assertThat(read.getComponents()).as("seed %d", seed).hasSize(2);
            assertThat(names).as("seed %d", seed).hasSize(2);
            assertThat(names[0].getFilterType()).isEqualTo(Filter.FILTER_TYPE_EQUALITY);
            assertThat(names[0].getAssertionValue()).as("seed %d", seed).isEqualTo(name.toString());
        }
    }

    @Test
    void forAKnownUserEachComparisonWithAPlaceholderIsOneOfItsName() {
        assertThat(SearchFilter.parse("(&(!(locked=TRUE))(|(uid={user})(mail={user})))", BOTH)
                        .byAttribute("uid", "al(ice"))
                .hasToString("(&(!(locked=TRUE))(|(uid=al\\28ice)(uid=al\\28ice)))");
    }

    /** The library takes a filter without its parentheses, as other programs do. */
    @Test
    void aFilterWithoutParenthesesIsTheSame() {
        assertThat(with("uid={user}", "alice")).hasToString("(uid=alice)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(uid={user})(mail={user}) | is not an LDAP filter",
                "(&(uid={user}) | is not an LDAP filter",
                "(uid=alice) | does not have {user}",
                "(member={dn}) | may not have {dn}",
                "(uid={user}*) | has a placeholder in a comparison",
                "(uid~={user}) | has a placeholder in a comparison",
                "(&(uid={user})(mail=*{user}*)) | has a placeholder in a comparison",
            })
    void aFilterThatCannotBeUsedIsRefusedWithTheReason(String filter, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SearchFilter.parse(filter, List.of(SearchFilter.USER)))
                .withMessageStartingWith(reason);
    }
}
