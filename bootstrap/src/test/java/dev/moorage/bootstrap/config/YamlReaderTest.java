package dev.moorage.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class YamlReaderTest {
    private static String json(String yaml) throws YamlException {
        return new YamlReader().read(yaml.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String problem(String yaml) {
        return catchThrowableOfType(YamlException.class, () -> json(yaml)).getMessage();
    }

    @Test
    void anAliasIsWhatItsAnchorNames() throws YamlException {
        assertThat(json("a: &x {b: [1, &y two]}\nc: *x\nd: *y\n*y : e"))
                .isEqualTo("{\"a\":{\"b\":[1,\"two\"]},\"c\":{\"b\":[1,\"two\"]},\"d\":\"two\",\"two\":\"e\"}");
    }

    @Test
    void eachAliasIsACopyOfItsOwn() throws YamlException {
        JsonNode tree = new YamlReader().read("a: &x [1]\nb: *x");
        assertThat(tree.get("a")).isEqualTo(tree.get("b")).isNotSameAs(tree.get("b"));
    }

    @Test
    void aMergeKeyAddsWhatTheMappingDoesNotSayItselfAndEarlierSourcesGoFirst() throws YamlException {
        assertThat(json("- &a {x: 1, y: 2}\n- &b {y: 3, z: 4}\n- {y: 0, <<: *a}\n- {<<: [*a, *b]}\n- {'<<': 5}"))
                .isEqualTo("[{\"x\":1,\"y\":2},{\"y\":3,\"z\":4},{\"y\":0,\"x\":1},"
                        + "{\"x\":1,\"y\":2,\"z\":4},{\"<<\":5}]");
    }

    @Test
    void whatIsWrongIsSaidWithItsPlaceAndWithoutAnyValue() {
        Map<String, String> problems = Map.of(
                "a: 1\nb: {c: secret, d: 2, c: 3}", "line 2, column 22: the key c stands twice",
                "a: secret\nb: *x", "line 2, column 4: the alias *x names nothing that is complete before it",
                "a: &x [secret, *x]", "line 1, column 16: the alias *x names nothing that is complete before it",
                "a: {<<: secret}", "line 1, column 5: << takes a mapping, or a list of mappings",
                "[a, b]: secret", "line 1, column 1: a key is not a single value",
                "a: !!binary c2VjcmV0", "line 1, column 4: the tag tag:yaml.org,2002:binary is not known",
                "a: !vault secret", "line 1, column 4: the tag !vault is not known",
                "a: 1\n---\nb: secret", "line 2, column 1: a second document begins, which nothing would read",
                "a: [secret", "line 1, column 11: expected ',' or ']', but got <stream end>");
        problems.forEach((yaml, problem) -> assertThat(problem(yaml)).as(yaml).isEqualTo(problem));
        assertThat(problem("a:\n\tb: secret")).startsWith("line 2, column 1: ").doesNotContain("secret");
        assertThat(problem("a: \u0000secret")).doesNotContain("secret");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] latin = "a: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(catchThrowableOfType(YamlException.class, () -> new YamlReader().read(latin)))
                .hasMessage("is not UTF-8");
    }

    @Test
    void sizeDepthAndValuesAreBoundedAndAliasesCountAsWhatTheyStandFor() {
        assertThat(problem("a: " + "x".repeat(YamlReader.MAX_BYTES))).isEqualTo("is larger than 1048576 bytes");
        assertThat(problem("[".repeat(YamlTree.MAX_DEPTH + 1))).endsWith("is nested more than 64 levels deep");
        assertThat(problem("[".repeat(200_000))).endsWith("is nested more than 64 levels deep");
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            laughs.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", List.of(before, before, before, before))));
        }
        assertThat(problem(laughs.toString())).endsWith("there are more than 20000 values, with all aliases resolved");
    }

    @Test
    void aSecretOfDigitsKeepsItsSpelling() throws YamlException {
        for (String secret : List.of(
                "0123",
                "1e5",
                "0x10",
                "0o17",
                "1_000",
                "+7",
                "-0",
                "1.50",
                "12:30:45",
                ".5",
                "123456789012345678901234567890",
                "1.2.3",
                "yes",
                "NaN")) {
            assertThat(new YamlReader().read("s: " + secret).get("s").asString())
                    .isEqualTo(secret);
        }
        assertThat(json("[12, 1.5, true, ~, '12', !!str 12, !!int 12]"))
                .isEqualTo("[12,1.5,true,null,\"12\",\"12\",12]");
    }

    @Test
    void aTextWithoutADocumentIsMissing() throws YamlException {
        for (String nothing : List.of("", "# comment", "\n\n")) {
            assertThat(new YamlReader().read(nothing).isMissingNode()).isTrue();
        }
    }
}
