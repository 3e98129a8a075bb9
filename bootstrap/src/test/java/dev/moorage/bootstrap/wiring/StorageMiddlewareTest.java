package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry with {@code middleware.storage}. */
class StorageMiddlewareTest {
    private static final String HEX = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String REDIRECT =
            "middleware: {storage: [{name: redirect, options: {baseurl: 'http://cdn/x'}}]}\n";

    @TempDir
    private Path folder;

    private Configuration configuration(String yaml) throws IOException, InvalidConfigurationException {
        Path file =
                Files.writeString(folder.resolve("config.yml"), "version: 0.1\nhttp: {addr: '127.0.0.1:0'}\n" + yaml);
        return Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.of(file), Map.of())
                .configuration();
    }

    @Test
    void aPullFromAFolderIsRedirectedToTheBaseUrl() throws Exception {
        Configuration configuration =
                configuration("storage: {filesystem: {rootdirectory: '" + folder.resolve("root") + "'}}\n" + REDIRECT);
        try (Registry registry = Registry.start(configuration);
                HttpClient client = HttpClient.newHttpClient()) {
            String blobs = "http://127.0.0.1:" + registry.port() + "/v2/a/blobs/";
            HttpRequest push = HttpRequest.newBuilder(URI.create(blobs + "uploads/?digest=sha256:" + HEX))
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofString("hello"))
                    .build();
            assertThat(client.send(push, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(201);
            HttpRequest pull =
                    HttpRequest.newBuilder(URI.create(blobs + "sha256:" + HEX)).build();
            HttpResponse<Void> answer = client.send(pull, BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(307);
            assertThat(answer.headers().firstValue("Location"))
                    .contains("http://cdn/x/docker/registry/v2/blobs/sha256/2c/" + HEX + "/data");
        }
    }

    @Test
    void middlewareThatTheStorageCannotHaveIsRefused() throws IOException, InvalidConfigurationException {
        assertRefused(
                "storage: inmemory\nmiddleware: {storage: [{name: cloudfront, options:"
                        + " {baseurl: x, privatekey: /none.pem, keypairid: K1}}]}\n",
                "middleware.storage: has cloudfront, which needs storage.s3");
        String s3 = "storage: {s3: {bucket: b, region: us-east-1, commit: reference}}\n";
        assertRefused(
                s3 + REDIRECT,
                "middleware.storage: has redirect, which cannot follow the references that commit: reference stores as"
                        + " blobs");
        assertRefused(
                s3 + "middleware: {storage: [{name: cloudfront, options: {baseurl: x, privatekey: /none.pem,"
                        + " keypairid: K1}}]}\n",
                "middleware.storage[0].options.privatekey: /none.pem does not exist");
    }

    private void assertRefused(String yaml, String error) throws IOException, InvalidConfigurationException {
        Configuration configuration = configuration(yaml);
        assertThatExceptionOfType(InvalidConfigurationException.class)
                .isThrownBy(() -> new StorageModule().check(configuration))
                .satisfies(thrown -> assertThat(thrown.errors()).containsExactly(error));
    }
}
