package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Access as a configuration has it, over HTTP. */
class ConfiguredAccessTest extends AccessScenario {
    private static final String OTHER_INDEX = INDEX.replace("[]}", "[],\"annotations\":{\"a\":\"b\"}}");

    @Test
    void anonymousCallersPullWithATokenAndAliceAlonePushes() throws Exception {
        Configuration configuration = configuration("""
                auth: {htpasswd: {path: "${folder}/users"}}
                audit: {enabled: true, pulls: manifests}
                access:
                  rules:
                    - {who: anonymous, may: pull, repositories: "public/**"}
                    - {who: alice, may: [push, delete], repositories: ["public/**", "prod/**"]}
                  immutable:
                    - {repositories: "prod/**", tags: "v*"}
                """);
        try (Registry registry = Registry.start(configuration)) {
            HttpResponse<String> ping = send(registry, "GET", "/v2/", "", "");
            assertThat(ping.statusCode()).isEqualTo(401);
            assertThat(challenge(ping))
                    .isEqualTo(
                            "Bearer realm=\"http://127.0.0.1:" + registry.port() + "/v2/token\",service=\"moorage\"");
            assertThat(put(registry, "public/a/manifests/v1", ALICE, INDEX)).isEqualTo(201);
            String anonymous = token(registry, "repository:public/a:pull,push", "");
            assertThat(status(registry, "GET", "/v2/public/a/manifests/v1", anonymous, ""))
                    .isEqualTo(200);
            assertThat(put(registry, "public/a/manifests/v2", anonymous, INDEX)).isEqualTo(401);
            assertThat(put(registry, "other/manifests/v1", ALICE, INDEX)).isEqualTo(403);
            String alice = token(registry, "repository:prod/a:pull,push", ALICE);
            assertThat(put(registry, "prod/a/manifests/v1", alice, INDEX)).isEqualTo(201);
            assertThat(put(registry, "prod/a/manifests/v1", alice, INDEX)).isEqualTo(201);
            HttpResponse<String> moved = send(registry, "PUT", "/v2/prod/a/manifests/v1", alice, OTHER_INDEX);
            assertThat(moved.statusCode()).isEqualTo(409);
            assertThat(moved.body()).contains("DENIED").contains("written once");
            assertThat(status(registry, "DELETE", "/v2/prod/a/manifests/v1", ALICE, ""))
                    .isEqualTo(409);
            assertNeededContentStays(registry);
            assertThat(status(registry, "GET", "/v2/", basic("alice", "wrong"), ""))
                    .isEqualTo(401);
            assertThat(status(registry, "GET", "/v2/", ALICE, "")).isEqualTo(200);
        }
        assertAudited();
    }

    private void assertNeededContentStays(Registry registry) throws Exception {
        String blob = Digest.of(DigestAlgorithm.SHA256, "{}".getBytes(StandardCharsets.UTF_8))
                .toString();
        assertThat(status(registry, "POST", "/v2/prod/a/blobs/uploads/?digest=" + blob, ALICE, "{}"))
                .isEqualTo(201);
        String entry = "{\"mediaType\":\"application/octet-stream\",\"size\":2,\"digest\":\"" + blob + "\"}";
        assertThat(put(
                        registry,
                        "prod/a/manifests/v2",
                        ALICE,
                        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":["
                                + entry + "]}"))
                .isEqualTo(201);
        HttpResponse<String> refused = send(registry, "DELETE", "/v2/prod/a/blobs/" + blob, ALICE, "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("DENIED", "\"rule\":\"config.yml:11\"", "\"tag\":\"v2\"");
    }

    private void assertAudited() {
        List<String> lines =
                audited.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        String config = folder.resolve("config.yml").toString();
        assertThat(lines).allSatisfy(line -> {
            assertThat(line).doesNotContain("secret", "wrong", "eyJ", "scope=");
            assertThat(JsonMapper.shared().readTree(line).get("address").stringValue())
                    .isEqualTo("127.0.0.1");
        });
        assertThat(lines)
                .extracting(line -> line.replaceFirst("\"time\":\"[^\"]*\",", "")
                        .replaceFirst("\"token\":\"[^\"]*\",", "\"token\":\"id\",")
                        .replaceFirst("\"request\":\"[^\"]*\",?", "")
                        .replaceFirst("\"agent\":\"[^\"]*\",?", "")
                        .replaceFirst(",\"digest\":\"[^\"]*\"", "")
                        .replace("\"logger\":\"dev.moorage.audit\",", "")
                        .replace("\"address\":\"127.0.0.1\",", "")
                        .replace(",}", "}")
                        .replace(config, "config.yml"))
                .containsSubsequence(
                        "{\"event\":\"push\",\"allowed\":true,\"status\":201,\"user\":\"alice\",\"how\":\"htpasswd\","
                                + "\"content\":\"manifest\",\"repository\":\"public/a\",\"tags\":[\"v1\"],"
                                + "\"rule\":\"config.yml:9\"}",
                        "{\"event\":\"pull\",\"allowed\":true,\"status\":200,\"token\":\"id\",\"content\":\"manifest\","
                                + "\"repository\":\"public/a\",\"tags\":[\"v1\"],\"rule\":\"config.yml:8\"}",
                        "{\"event\":\"push\",\"allowed\":false,\"status\":403,\"user\":\"alice\",\"how\":\"htpasswd\","
                                + "\"content\":\"manifest\",\"repository\":\"other\",\"tags\":[\"v1\"]}",
                        "{\"event\":\"push\",\"allowed\":false,\"status\":409,\"user\":\"alice\",\"how\":\"htpasswd\","
                                + "\"token\":\"id\",\"content\":\"manifest\",\"repository\":\"prod/a\",\"tags\":[\"v1\"],"
                                + "\"rule\":\"config.yml:11\"}",
                        "{\"event\":\"delete\",\"allowed\":false,\"status\":409,\"user\":\"alice\",\"how\":\"htpasswd\","
                                + "\"content\":\"manifest\",\"repository\":\"prod/a\",\"tags\":[\"v1\"],"
                                + "\"rule\":\"config.yml:11\"}",
                        "{\"event\":\"delete\",\"allowed\":false,\"status\":409,\"user\":\"alice\",\"how\":\"htpasswd\","
                                + "\"content\":\"blob\",\"repository\":\"prod/a\",\"rule\":\"config.yml:11\"}",
                        "{\"event\":\"login\",\"allowed\":true,\"status\":200,\"user\":\"alice\",\"how\":\"htpasswd\"}");
        assertThat(lines)
                .as("an anonymous push that another token would not allow either")
                .anyMatch(line -> line.contains("\"allowed\":false,\"status\":401") && line.contains("\"v2\""));
        assertThat(lines).anyMatch(line -> line.contains("\"event\":\"token\"") && line.contains("\"user\":\"alice\""));
        assertThat(lines)
                .anyMatch(line -> line.contains("\"event\":\"login\"") && line.contains("\"claimed\":\"alice\""));
    }

    @Test
    void tagsOfTheStorageAreWrittenOnceWithoutRulesAboutCallers() throws Exception {
        Configuration configuration = configuration("", """
                immutabletags:
                  - {repositories: ["prod/**"], tags: ["*"], except: [latest, dev-*]}
                  - {repositories: "stage/**", deletable: true}
                """);
        try (Registry registry = Registry.start(configuration)) {
            for (String tag : List.of("prod/a/manifests/v1", "prod/a/manifests/latest", "stage/a/manifests/v1")) {
                assertThat(put(registry, tag, "", INDEX)).isEqualTo(201);
                assertThat(put(registry, tag, "", INDEX)).isEqualTo(201);
            }
            HttpResponse<String> moved = send(registry, "PUT", "/v2/prod/a/manifests/v1", "", OTHER_INDEX);
            assertThat(moved.statusCode()).isEqualTo(409);
            assertThat(moved.body()).contains("DENIED", "\"rule\":\"config.yml:7\"", "\"tag\":\"v1\"");
            assertThat(put(registry, "prod/a/manifests/latest", "", OTHER_INDEX))
                    .isEqualTo(201);
            assertThat(put(registry, "prod/a/manifests/dev-1?tag=v1", "", OTHER_INDEX))
                    .as("one of several tags is immutable")
                    .isEqualTo(409);
            assertThat(status(registry, "GET", "/v2/prod/a/manifests/dev-1", "", ""))
                    .isEqualTo(404);
            assertThat(status(registry, "DELETE", "/v2/prod/a/manifests/v1", "", ""))
                    .isEqualTo(409);
            assertThat(put(registry, "stage/a/manifests/v1", "", OTHER_INDEX)).isEqualTo(409);
            assertThat(status(registry, "DELETE", "/v2/stage/a/manifests/v1", "", ""))
                    .isEqualTo(202);
            assertThat(put(registry, "stage/a/manifests/v1", "", OTHER_INDEX)).isEqualTo(201);
        }
    }

    @Test
    void tagsOfTheStorageStayImmutableWhenAFileOfRulesChanges() throws Exception {
        Path rules = folder.resolve("access.yml");
        Files.writeString(rules, "rules: [{who: alice, may: push}]\n");
        Configuration configuration = configuration(
                "auth: {htpasswd: {path: '${folder}/users'}}\naccess: {file: '${folder}/access.yml'}\n",
                "immutabletags: [{repositories: a}]\n");
        try (Registry registry = Registry.start(configuration)) {
            assertThat(put(registry, "a/manifests/v1", ALICE, INDEX)).isEqualTo(201);
            assertThat(put(registry, "a/manifests/v1", ALICE, OTHER_INDEX)).isEqualTo(409);
            Files.writeString(rules, "rules: [{who: alice, may: [push, delete]}]\n");
            assertThat(put(registry, "a/manifests/v1", ALICE, OTHER_INDEX)).isEqualTo(409);
            assertThat(status(registry, "DELETE", "/v2/a/manifests/v1", ALICE, ""))
                    .isEqualTo(409);
        }
    }

    @Test
    void aChangedFileOfRulesCountsAtOnceAndAWrongOneLeavesTheRules() throws Exception {
        Path rules = folder.resolve("access.yml");
        Files.writeString(rules, "rules: [{who: alice, may: push}]\n");
        Configuration configuration =
                configuration("auth: {htpasswd: {path: '${folder}/users'}}\naccess: {file: '${folder}/access.yml'}\n");
        try (Registry registry = Registry.start(configuration)) {
            assertThat(put(registry, "a/manifests/v1", ALICE, INDEX)).isEqualTo(201);
            Files.writeString(rules, "rules: [{who: alice, may: pull}]\n# now for reading\n");
            assertThat(put(registry, "a/manifests/v1", ALICE, INDEX)).isEqualTo(403);
            Files.writeString(rules, "rules:\n  - {who: alice, mai: push}\n");
            assertThat(put(registry, "a/manifests/v1", ALICE, INDEX)).isEqualTo(403);
            assertThat(status(registry, "GET", "/v2/a/manifests/v1", ALICE, "")).isEqualTo(200);
            Files.delete(rules);
            assertThat(status(registry, "GET", "/v2/a/manifests/v1", ALICE, "")).isEqualTo(403);
            Files.writeString(rules, "rules: [{who: alice, may: push}]\n");
            assertThat(put(registry, "a/manifests/v1", ALICE, INDEX)).isEqualTo(201);
        }
    }
}
