package dev.moorage.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtpasswdFileTest {
    private static final String HASH = "$2y$05$" + "x".repeat(53);

    @Test
    void linesThatAreNotBcryptAreIgnoredByTheirNumbersAndTheOthersCount() {
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
        assertThat(file.hash("bob")).hasValue(HASH.getBytes(StandardCharsets.US_ASCII));
        assertThat(file.hash("carol")).isPresent();
    }

    @Test
    void theLastLineOfAUserCountsAlsoWhereItIsNotBcrypt() {
        assertThat(new HtpasswdFile(List.of("alice:" + HASH, "alice:{SHA}x")).hash("alice"))
                .isEmpty();
        assertThat(new HtpasswdFile(List.of("alice:{SHA}x", "alice:" + HASH)).hash("alice"))
                .isPresent();
    }
}
