package dev.moorage.domain.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scopes that Distribution asks for, as recorded by {@code e2e/check challenges}. */
class RequiredScopesTest {
    private static final String TABLE = "distribution-challenges.tsv";

    /** One line of the table. */
    private record Recorded(String method, String path, String status, String scope) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Recorded> recorded() throws IOException {
        try (InputStream table = RequiredScopesTest.class.getResourceAsStream(TABLE)) {
            List<String> lines = new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            return lines.stream()
                    .map(line -> line.split("\t", -1))
                    .map(row -> new Recorded(row[0], row[1], row[2], row[3]));
        }
    }

    @Test
    void theTableHasEveryRoute() throws IOException {
        assertThat(recorded())
                .hasSizeGreaterThan(25)
                .allMatch(row -> row.status().equals("401"));
        for (String part : List.of("/v2/", "_catalog", "tags/list", "manifests/", "blobs/", "uploads/", "from=")) {
            assertThat(recorded()).as(part).anyMatch(row -> row.path().contains(part));
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void scopesOfARequestAreThoseOfDistribution(Recorded row) {
        assertThat(required(row.method(), row.path())).hasToString(row.scope());
    }

    private static RequiredScopes required(String method, String path) {
        if (path.equals("/v2/")) {
            return RequiredScopes.NONE;
        }
        if (path.startsWith("/v2/_catalog")) {
            return RequiredScopes.ofCatalog();
        }
        RequiredScopes required = RequiredScopes.of(action(method), RepositoryName.parse("a/b"));
        return Arrays.stream(path.split("[?&]"))
                .filter(parameter -> parameter.startsWith("from="))
                .map(from -> required.withMountFrom(RepositoryName.parse(from.substring("from=".length()))))
                .findFirst()
                .orElse(required);
    }

    private static Action action(String method) {
        return switch (method) {
            case "GET", "HEAD" -> Action.PULL;
            case "DELETE" -> Action.DELETE;
            default -> Action.PUSH;
        };
    }
}
