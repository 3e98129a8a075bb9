package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandOptionsTest {
    @TempDir
    private Path folder;

    private String run(int status, String... arguments) {
        StringWriter written = new StringWriter();
        int ended = MoorageCommand.commandLine(Map.of(
                        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", folder.toString(), "REGISTRY_LOG_LEVEL", "error"))
                .setOut(new PrintWriter(written, true))
                .setErr(new PrintWriter(written, true))
                .execute(arguments);
        assertThat(ended).as(written.toString()).isEqualTo(status);
        return written.toString();
    }

    @Test
    void parallelBelowOneIsRefusedByEachCommandThatHasIt() {
        for (String command : List.of("verify", "reindex", "gc")) {
            assertThat(run(2, command, "--parallel", "0")).startsWith("--parallel is less than 1.");
        }
    }

    @Test
    void aNegativeRateIsRefused() {
        assertThat(run(2, "gc", "--requests-per-second", "-1")).startsWith("--requests-per-second is less than 0.");
    }

    @Test
    void anAgeThatIsNoDurationIsRefusedWithTheOption() {
        assertThat(run(2, "purge", "--older-than", "a week"))
                .contains("--older-than", "is not a duration such as 168h: a week");
    }

    @Test
    void helpTextsOfAllCommandsAreInPlainEnglish() {
        CommandLine all = MoorageCommand.commandLine(Map.of());
        assertThat(Stream.concat(Stream.of(all), all.getSubcommands().values().stream()))
                .allSatisfy(command -> assertThat(command.getUsageMessage())
                        .doesNotContainPattern("\\b(nobody|who|whoever|told|such)\\b")
                        .doesNotContain("; without"));
    }

    @Test
    void noCommandIsAnErrorThatSaysSo() {
        assertThat(run(2)).startsWith("A command is missing.");
    }
}
