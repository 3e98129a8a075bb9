package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DistributionWordsTest {
    @Test
    void waysToCallDistributionLeadToMooragesWords() {
        Map.of(
                        List.of("registry", "serve", "/etc/docker/registry/config.yml"),
                        List.of("serve", "/etc/docker/registry/config.yml"),
                        List.of("/etc/distribution/config.yaml"),
                        List.of("serve", "/etc/distribution/config.yaml"),
                        List.of("/bin/registry", "--version"),
                        List.of("--version"),
                        List.of("-v"),
                        List.of("--version"),
                        List.of("serve", "-v"),
                        List.of("serve", "-v"),
                        List.of("registry"),
                        List.<String>of(),
                        List.<String>of(),
                        List.<String>of())
                .forEach((said, meant) -> assertThat(DistributionWords.translated(said))
                        .as("%s", said)
                        .isEqualTo(meant));
    }

    @Test
    void garbageCollectSaysWhatThereIsInstead() {
        StringWriter errors = new StringWriter();
        int status = MoorageCommand.commandLine(Map.of())
                .setErr(new PrintWriter(errors, true))
                .execute("garbage-collect", "--delete-untagged", "-m", "/etc/docker/registry/config.yml");
        assertThat(status).isEqualTo(1);
        assertThat(errors.toString().lines())
                .singleElement()
                .asString()
                .startsWith("error: nothing was removed")
                .contains("moorage gc", "moorage purge");
    }
}
