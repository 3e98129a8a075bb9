package dev.moorage.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.http.exchange.QueryParameters;
import dev.moorage.http.route.RouteParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestedAccessTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    /** What {@code e2e/check challenges} has recorded of Distribution. */
    private static final Path TABLE =
            Path.of("../domain/src/test/resources/dev/moorage/domain/access/distribution-challenges.tsv");

    private static RequestedAccess requested(String method, String target) {
        String[] parts = target.split("\\?", 2);
        return RequestedAccess.of(
                        method,
                        new RouteParser("/").parse(parts[0]),
                        QueryParameters.parse(parts.length > 1 ? Optional.of(parts[1]) : Optional.empty()))
                .orElseThrow();
    }

    static Stream<String> recorded() throws IOException {
        return Files.readString(TABLE).lines().filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void scopesOfTheChallengeAreThoseOfDistribution(String line) {
        String[] row = line.split("\t", -1);
        assertThat(requested(row[0], row[1]).challenge().get()).hasToString(row[3]);
    }

    private static List<String> questions(String method, String target) {
        return requested(method, target).need().questions().stream()
                .map(AccessQuestion::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/a/b/tags/list, pull a/b",
        "GET, /v2/a/b/referrers/DIGEST, pull a/b",
        "HEAD, /v2/a/b/manifests/v1, pull a/b",
        "GET, /v2/a/b/manifests/v1?tag=v2, pull a/b",
        "PUT, /v2/a/b/manifests/v1, push a/b:v1",
        "PUT, /v2/a/b/manifests/DIGEST, push a/b",
        "PUT, /v2/a/b/manifests/v1?tag=v2&tag=v3&tag=v2, push a/b:v1 push a/b:v2 push a/b:v3",
        "PUT, /v2/a/b/manifests/DIGEST?tag=v2, push a/b push a/b:v2",
        "PUT, /v2/a/b/manifests/v1?tag=%2e%2e&tag=, push a/b:v1",
        "DELETE, /v2/a/b/manifests/v1, delete a/b:v1",
        "DELETE, /v2/a/b/manifests/DIGEST, delete a/b",
        "DELETE, /v2/a/b/blobs/DIGEST, delete a/b",
        "POST, /v2/a/b/blobs/uploads/?mount=DIGEST&from=c/d, push a/b",
        "PATCH, /v2/a/b/blobs/uploads/x, push a/b",
        "GET, /v2/a/b/blobs/uploads/x, push a/b",
        "DELETE, /v2/a/b/blobs/uploads/x, delete a/b",
        "GET, /v2/_catalog, ''",
        "GET, /v2/_moorage/uploads, ''",
        "GET, /v2/_moorage/uploads?repository=a/b, ''",
        "DELETE, /v2/_moorage/uploads/x?repository=c&repository=a/b, delete a/b",
        "DELETE, /v2/_moorage/uploads/x?repository=A, ''",
        "GET, /v2/, ''",
        "GET, /v2/unknown, ''",
    })
    void rulesAreAskedForEachTagThatARequestSets(String method, String target, String expected) {
        assertThat(String.join(" ", questions(method, target.replace("DIGEST", DIGEST))))
                .isEqualTo(expected);
    }

    @Test
    void tagsBeyondThoseOfOneRequestAreNotAskedFor() {
        String query =
                IntStream.range(0, 5000).mapToObj(i -> "&tag=t" + i).collect(Collectors.joining("", "?tag=x", ""));
        assertThat(questions("PUT", "/v2/a/b/manifests/v1" + query)).hasSize(101);
    }

    @Test
    void sourceOfAMountIsInTheChallengeAndNeedNotBeInTheToken() {
        RequestedAccess mount = requested("POST", "/v2/a/b/blobs/uploads/?mount=" + DIGEST + "&from=c/d");
        assertThat(mount.challenge().get()).hasToString("repository:a/b:pull,push repository:c/d:pull");
        assertThat(mount.need().scopes().get()).hasToString("repository:a/b:pull,push");
    }

    @Test
    void pushIsEnoughToCancelAnUploadAndNotToDeleteABlob() {
        RequestedAccess cancel = requested("DELETE", "/v2/a/b/blobs/uploads/x");
        assertThat(cancel.otherwise().orElseThrow().scopes().get()).hasToString("repository:a/b:pull,push");
        assertThat(requested("DELETE", "/v2/a/b/blobs/" + DIGEST).otherwise()).isEmpty();
        assertThat(requested("PATCH", "/v2/a/b/blobs/uploads/x").otherwise()).isEmpty();
    }

    @Test
    void probesAndTheEndpointOfTokensNeedNoAccess() {
        QueryParameters none = QueryParameters.parse(Optional.empty());
        for (String path : List.of("/", "/v2/token")) {
            assertThat(RequestedAccess.of("GET", new RouteParser("/").parse(path), none))
                    .as(path)
                    .isEmpty();
        }
    }
}
