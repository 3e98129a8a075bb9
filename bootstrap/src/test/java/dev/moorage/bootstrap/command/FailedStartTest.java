package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever made a mistake is told so in lines that name its key, and not by the stack of a thread. */
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
    void allThatIsWrongIsToldByCheckConfig() {
        Map<String, String> variables = Map.of(
                "REGISTRY_AUTH_HTPASSWD_PATH", folder.resolve("htpasswd").toString(),
                "REGISTRY_HTTP_TLS_CERTIFICATE", folder.resolve("certificate").toString(),
                "REGISTRY_HTTP_TLS_KEY", folder.resolve("key").toString(),
                "REGISTRY_STORAGE_FILESYSTEM_ROTDIRECTORY", "x");
        Ended ended = run("check-config", variables);
        assertThat(ended.errors())
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
            for (String key : new String[] {"REGISTRY_HTTP_ADDR", "REGISTRY_HTTP_DEBUG_ADDR"}) {
                Ended ended = run("serve", Map.of(key, address));
                assertThat(ended.errors().lines())
                        .singleElement()
                        .asString()
                        .startsWith("error: ")
                        .contains(address);
                assertThat(ended.status()).isEqualTo(1);
            }
        }
    }

    @Test
    void aRootDirectoryThatCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path root : new Path[] {file, file.resolve("below")}) {
            Ended ended = run("serve", Map.of("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", root.toString()));
            assertThat(ended.errors().lines()).singleElement().asString().startsWith("error: storage.filesystem: ");
            assertThat(ended.status()).isEqualTo(1);
        }
    }
}
