package dev.moorage.identity.htpasswd;

import dev.moorage.identity.login.ProcessKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.moorage.identity.password.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtpasswdFileTest {
    private static final String HASH = "$2y$05$" + "x".repeat(53);

    @Test
    void linesThatAreNotBcryptAreIgnoredByTheirNumbersAndTheOthersCount() throws Exception {
        List<String> lines = new ArrayList<>(List.of("# users", "", "  bob:" + HASH + " "));
        List<String> others = List.of(
                "alice:plain",
                "alice:{SHA}fEqNCco3Yq9h5ZUglD3CZJT4lBs=",
                "alice:$apr1$x$y",
                "alice:$2y$05$tooshort",
                "alice:",
                "nothing",
                ":" + HASH);
        lines.addAll(others);
        lines.add("carol:" + HASH);
        HtpasswdFile file = new HtpasswdFile(lines);
        assertThat(file.ignored()).containsExactly(4, 5, 6, 7, 8, 9, 10);
        assertThat(file.hash("alice")).isEmpty();
        assertThat(file.hash("bob"))
                .hasValueSatisfying(hash -> assertThat(hash.text()).isEqualTo(HASH));
        assertThat(file.hash("carol")).isPresent();
    }

    @Test
    void theLastLineOfAUserCountsAlsoWhereItIsNotBcrypt() throws Exception {
        assertThat(new HtpasswdFile(List.of("alice:" + HASH, "alice:{SHA}x")).hash("alice"))
                .isEmpty();
        assertThat(new HtpasswdFile(List.of("alice:{SHA}x", "alice:" + HASH)).hash("alice"))
                .isPresent();
    }

    private static String line(String user, int cost) {
        return "%s:$2y$%02d$%s".formatted(user, cost, "x".repeat(53));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 17, 31, 32, 99})
    void aCostThatCannotBeOrWouldKeepAProcessorBusyIsRefusedWithItsLine(int cost) {
        assertThatExceptionOfType(InvalidHtpasswdException.class)
                .isThrownBy(() -> new HtpasswdFile(List.of("# users", line("bob", 10), line("alice", cost))))
                .withMessageStartingWith("line 3 has a bcrypt hash of cost " + cost + ";");
    }

    @Test
    void costsFrom4To16AreTaken() throws Exception {
        for (int cost = 4; cost <= 16; cost++) {
            assertThat(new HtpasswdFile(List.of(line("bob", cost))).hash("bob")).isPresent();
        }
    }

    private static int cost(PasswordHash hash) {
        return Integer.parseInt(hash.cost());
    }

    @Test
    void unknownUsersCostWhatTheUsersDoEachNameAlwaysTheSame() throws Exception {
        HtpasswdFile file =
                new HtpasswdFile(List.of(line("a", 5), line("b", 12), line("c", 5), line("d", 5), "e:{SHA}x"));
        ProcessKey key = new ProcessKey();
        Map<Integer, Integer> names = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            PasswordHash decoy = file.decoy(key.ofUser("unknown-" + i));
            assertThat(decoy).isEqualTo(file.decoy(key.ofUser("unknown-" + i)));
            names.merge(cost(decoy), 1, Integer::sum);
        }
        assertThat(names.keySet()).containsExactly(5, 12);
        assertThat(names.get(12)).isBetween(2200, 2800);
    }

    @Test
    void withOneCostInTheFileEveryUnknownUserHasIt() throws Exception {
        HtpasswdFile file = new HtpasswdFile(List.of(line("a", 7), line("b", 7)));
        for (long choice : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThat(cost(file.decoy(choice))).isEqualTo(7);
        }
        assertThat(cost(new HtpasswdFile(List.of()).decoy(-1))).isEqualTo(10);
    }

    @Test
    void whatAnUnknownUserIsComparedWithIsAHashThatIsComparedAsOthersAre() throws Exception {
        PasswordHash decoy = new HtpasswdFile(List.of(line("a", 4))).decoy(42);
        BCrypt.Result result = BCrypt.verifyer(BCrypt.Version.VERSION_2Y)
                .verify(new byte[] {1}, decoy.text().getBytes(StandardCharsets.US_ASCII));
        assertThat(result.validFormat).isTrue();
        assertThat(result.verified).isFalse();
    }
}
