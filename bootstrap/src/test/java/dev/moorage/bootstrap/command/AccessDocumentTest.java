package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations and the commands of {@code docs/access.md} do what the document says. */
class AccessDocumentTest {
    private static final Pattern BLOCK = Pattern.compile("```(sh|text)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern HERE = Pattern.compile("cat > (\\S+) <<'END'\n(.*?)END\n", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("(path|file|rootcertbundle): ([a-z]+(?:\\.[a-z]+)?)");

    @TempDir
    private Path folder;

    /** Makes what other programs make in the document. */
    @BeforeEach
    void makeFiles() throws IOException {
        Files.writeString(folder.resolve("users"), "alice:$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA\n");
        Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef\n");
        Files.copy(
                Path.of("../adapters-identity/src/test/resources/dev/moorage/identity/root.pem"),
                folder.resolve("login.pem"));
    }

    @Test
    void eachCommandPrintsWhatTheDocumentSays() throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../docs/access.md")));
        List<String> printed = new ArrayList<>();
        int answers = 0;
        int configurations = 0;
        while (blocks.find()) {
            if (blocks.group(1).equals("text")) {
                assertThat(String.join("", printed)).isEqualTo(blocks.group(2));
                answers++;
                continue;
            }
            printed.clear();
            String script = blocks.group(2);
            Matcher here = HERE.matcher(script);
            while (here.find()) {
                Files.writeString(folder.resolve(here.group(1)), inFolder(here.group(2)));
                configurations++;
            }
            HERE.matcher(script)
                    .replaceAll("")
                    .lines()
                    .filter(line -> line.contains("moorage check-"))
                    .forEach(line -> run(line, printed));
        }
        assertThat(answers).isGreaterThan(3);
        assertThat(configurations).isGreaterThan(5);
    }

    private String inFolder(String text) {
        return FILE.matcher(text).replaceAll("$1: " + Matcher.quoteReplacement(folder + "/") + "$2");
    }

    private void run(String line, List<String> printed) {
        Map<String, String> variables = new HashMap<>(Map.of("REGISTRY_LOG_LEVEL", "error"));
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        while (words.getFirst().contains("=")) {
            String[] variable = words.removeFirst().split("=", 2);
            variables.put(variable[0], folder.resolve(variable[1]).toString());
        }
        words.removeFirst();
        words.replaceAll(word -> word.equals("config.yml") ? folder.resolve(word).toString() : word);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = MoorageCommand.commandLine(variables)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
        assertThat(err.toString()).as(line).isEmpty();
        if (words.getFirst().equals("check-config")) {
            assertThat(status).as(line).isZero();
        } else {
            printed.add(out.toString().replace(folder + "/", ""));
        }
    }
}
