package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a mistake in the configuration is reported in lines that name its key, and not by a stack trace. */
class FailedStartTest {
    @TempDir
    private Path folder;

    private record Ended(int status, String errors) {}

    private Ended run(String command, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "REGISTRY_LOG_LEVEL", "error",
                "REGISTRY_HTTP_ADDR", "127.0.0.1:0",
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY",
                        folder.resolve("root").toString()));
        variables.putAll(more);
        StringWriter errors = new StringWriter();
        int status = MoorageCommand.commandLine(variables)
                .setErr(new PrintWriter(errors, true))
                .execute(command);
        return new Ended(status, errors.toString().strip());
    }

    private void bothRefuse(Map<String, String> variables, String error) {
        for (String command : new String[] {"serve", "check-config"}) {
            assertThat(run(command, variables)).as(command).isEqualTo(new Ended(2, "error: " + error));
        }
        assertThat(folder.resolve("root")).doesNotExist();
    }

    @Test
    void anHtpasswdFileThatIsMissing() {
        Path missing = folder.resolve("htpasswd");
        bothRefuse(
                Map.of("REGISTRY_AUTH_HTPASSWD_PATH", missing.toString()),
                "auth.htpasswd.path: " + missing + " does not exist");
    }

    @Test
    void anHtpasswdFileThatIsAFolder() {
        bothRefuse(
                Map.of("REGISTRY_AUTH_HTPASSWD_PATH", folder.toString()),
                "auth.htpasswd.path: " + folder + " cannot be read: Is a directory");
    }

    @Test
    void checkConfigReportsAllThatIsWrong() {
        Map<String, String> variables = Map.of(
                "REGISTRY_AUTH_HTPASSWD_PATH", folder.resolve("htpasswd").toString(),
                "REGISTRY_HTTP_TLS_CERTIFICATE", folder.resolve("certificate").toString(),
                "REGISTRY_HTTP_TLS_KEY", folder.resolve("key").toString(),
                "REGISTRY_STORAGE_FILESYSTEM_ROTDIRECTORY", "x",
                "REGISTRY_HTTP_PREFIX", "v2");
        Ended ended = run("check-config", variables);
        assertThat(ended.errors())
                .contains("error: http.prefix: ")
                .contains("error: auth.htpasswd.path: ", "error: http.tls", "error: storage.filesystem.rotdirectory: ");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void filesOfTlsThatCannotBeRead() throws IOException {
        Path none = Files.writeString(folder.resolve("none"), "nothing");
        for (Path file : new Path[] {none, folder, folder.resolve("missing")}) {
            Map<String, String> variables =
                    Map.of("REGISTRY_HTTP_TLS_CERTIFICATE", file.toString(), "REGISTRY_HTTP_TLS_KEY", file.toString());
            for (String command : new String[] {"serve", "check-config"}) {
                Ended ended = run(command, variables);
                assertThat(ended.errors().lines()).singleElement().asString().startsWith("error: http.tls");
                assertThat(ended.status()).isEqualTo(2);
            }
        }
    }

    @Test
    void anAddressThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            for (String key : new String[] {"HTTP_ADDR", "HTTP_DEBUG_ADDR"}) {
                fails(
                        Map.of("REGISTRY_" + key, address),
                        key.toLowerCase(Locale.ROOT).replace('_', '.') + ": Failed to bind to ",
                        address + ": Address already in use; another program listens there");
            }
        }
    }

    @Test
    void anAddressOfAnotherMachineAndAHostThatIsUnknown() {
        fails(
                Map.of("REGISTRY_HTTP_ADDR", "192.0.2.1:5000"),
                "http.addr: Failed to bind to ",
                "Cannot assign requested address; no interface of this machine has this address");
        fails(
                Map.of("REGISTRY_HTTP_ADDR", "no-such-host.invalid:5000"),
                "http.addr: Failed to bind to no-such-host.invalid",
                "; the host is unknown");
    }

    @Test
    void aRootDirectoryThatCannotBeMade() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path root : new Path[] {file, file.resolve("below")}) {
            fails(
                    Map.of("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", root.toString()),
                    "storage.filesystem: could not be opened: ",
                    "; there is a file where a directory should be");
        }
    }

    @Test
    void aStoreThatIsNotThere() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        Map<String, String> s3 = Map.of(
                "REGISTRY_STORAGE", "s3",
                "REGISTRY_STORAGE_S3_BUCKET", "images",
                "REGISTRY_STORAGE_S3_ACCESSKEY", "an-access-key",
                "REGISTRY_STORAGE_S3_SECRETKEY", "a-secret-that-is-not-said");
        Map<String, String> refused = new HashMap<>(s3);
        refused.put("REGISTRY_STORAGE_S3_REGIONENDPOINT", "http://127.0.0.1:" + port);
        fails(refused, "storage.s3: could not be opened: ", "; nothing listens there: look at the endpoint");
        Map<String, String> unknown = new HashMap<>(s3);
        unknown.put("REGISTRY_STORAGE_S3_REGIONENDPOINT", "http://no-such-host.invalid");
        fails(unknown, "storage.s3: could not be opened: ", "; the host is unknown: look at the endpoint");
    }

    @Test
    void aStoreThatRefuses() throws IOException {
        Map<String, String> hints = Map.of(
                "SignatureDoesNotMatch", "look at secretkey",
                "InvalidAccessKeyId", "look at accesskey",
                "NoSuchBucket", "look at bucket",
                "AuthorizationHeaderMalformed", "look at region",
                "AccessDenied", "look at their policy");
        for (Map.Entry<String, String> hint : hints.entrySet()) {
            byte[] body = ("<Error><Code>" + hint.getKey() + "</Code><Message>no</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            store.createContext("/", exchange -> {
                exchange.sendResponseHeaders(hint.getKey().equals("NoSuchBucket") ? 404 : 403, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            store.start();
            try {
                fails(
                        Map.of(
                                "REGISTRY_STORAGE", "s3",
                                "REGISTRY_STORAGE_S3_BUCKET", "images",
                                "REGISTRY_STORAGE_S3_FORCEPATHSTYLE", "true",
                                "REGISTRY_STORAGE_S3_REGIONENDPOINT",
                                        "http://127.0.0.1:" + store.getAddress().getPort(),
                                "REGISTRY_STORAGE_S3_ACCESSKEY", "an-access-key",
                                "REGISTRY_STORAGE_S3_SECRETKEY", "a-secret-that-is-not-said"),
                        "storage.s3: could not be opened: ",
                        hint.getValue());
            } finally {
                store.stop(0);
            }
        }
    }

    @Test
    void anAzureStoreThatIsNotThereOrRefuses() throws IOException {
        Map<String, String> azure = new HashMap<>(Map.of(
                "REGISTRY_STORAGE", "azure",
                "REGISTRY_STORAGE_AZURE_ACCOUNTNAME", "account",
                "REGISTRY_STORAGE_AZURE_ACCOUNTKEY", "YS1zZWNyZXQtdGhhdC1pcy1ub3Qtc2FpZA==",
                "REGISTRY_STORAGE_AZURE_CONTAINER", "images",
                "REGISTRY_STORAGE_AZURE_SERVICEURL", "http://no-such-host.invalid"));
        fails(azure, "storage.azure: could not be opened: ", "; the host is unknown: look at the endpoint");
        Map<String, String> hints = Map.of(
                "AuthenticationFailed", "look at accountkey",
                "ContainerNotFound", "look at container",
                "AuthorizationPermissionMismatch", "look at their role");
        for (Map.Entry<String, String> hint : hints.entrySet()) {
            HttpServer store = refusing(hint.getKey());
            azure.put(
                    "REGISTRY_STORAGE_AZURE_SERVICEURL",
                    "http://127.0.0.1:" + store.getAddress().getPort());
            try {
                fails(azure, "storage.azure: could not be opened: ", hint.getValue());
            } finally {
                store.stop(0);
            }
        }
        try (ServerSocket store = ofAnotherTime()) {
            azure.put("REGISTRY_STORAGE_AZURE_SERVICEURL", "http://127.0.0.1:" + store.getLocalPort());
            fails(azure, "storage.azure: could not be opened: ", "set this server's clock");
        }
    }

    /** A store that refuses all requests in the manner of Azure. */
    private static HttpServer refusing(String code) throws IOException {
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("x-ms-error-code", code);
            exchange.sendResponseHeaders(code.equals("ContainerNotFound") ? 404 : 403, -1);
            exchange.close();
        });
        store.start();
        return store;
    }

    /** A store that refuses one request, and whose clock is some years behind. */
    private static ServerSocket ofAnotherTime() throws IOException {
        ServerSocket store = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            try (Socket client = store.accept()) {
                BufferedReader head =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                while (!head.readLine().isEmpty()) {
                    // The request's head is not looked at.
                }
                client.getOutputStream()
                        .write(("HTTP/1.1 403 Forbidden\r\nDate: Sat, 01 Jan 2000 00:00:00 GMT\r\n"
                                        + "x-ms-error-code: AuthenticationFailed\r\nContent-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return store;
    }

    @Test
    void aFileThatIsNoYamlIsNamedWithThePlaceAndNothingOfWhatItHolds() throws IOException {
        Path file = Files.writeString(folder.resolve("config.yml"), "version: 0.1\nhttp:\n  secret: [a-secret\n");
        Ended ended = run("serve", Map.of("REGISTRY_CONFIGURATION_PATH", file.toString()));
        assertThat(ended.errors())
                .startsWith("error: " + file + ": is not YAML that can be used: line 4, column 1: ")
                .doesNotContain("a-secret");
        assertThat(ended.status()).isEqualTo(2);
    }

    /** Serving ends with status 1 and one line, which begins and goes on as it is said here, and holds no secret. */
    private void fails(Map<String, String> variables, String begin, String rest) {
        Ended ended = run("serve", variables);
        assertThat(ended.errors().lines())
                .singleElement()
                .asString()
                .startsWith("error: " + begin)
                .contains(rest)
                .doesNotContain("that-is-not-said");
        assertThat(ended.status()).isEqualTo(1);
    }
}
