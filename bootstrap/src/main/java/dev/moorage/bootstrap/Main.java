package dev.moorage.bootstrap;

import dev.moorage.bootstrap.command.DistributionWords;
import dev.moorage.bootstrap.command.MoorageCommand;
import dev.moorage.bootstrap.command.Probing;
import dev.moorage.bootstrap.command.Serving;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The main class of {@code moorage}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Guice would generate classes at run time. The speed is not needed here, and the JDK warns about the way it is
        // done.
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        System.exit(run(DroppedVariables.restored(System.getenv()), arguments));
    }

    static int run(Map<String, String> environment, String... arguments) {
        List<String> words = DistributionWords.translated(List.of(arguments));
        boolean isSimple =
                words.size() == 1 || words.size() == 2 && !words.get(1).startsWith("-");
        if (isSimple) {
            // These two run without the parser of command lines.
            @Nullable Path file = words.size() == 1 ? null : Path.of(words.get(1));
            if (words.getFirst().equals("serve")) {
                return Serving.run(environment, file);
            }
            if (words.getFirst().equals("health")) {
                return Probing.run(environment, file);
            }
        }
        return MoorageCommand.run(environment, words.toArray(String[]::new));
    }
}
