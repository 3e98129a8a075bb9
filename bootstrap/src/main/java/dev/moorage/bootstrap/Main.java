package dev.moorage.bootstrap;

import dev.moorage.bootstrap.command.DistributionWords;
import dev.moorage.bootstrap.command.MoorageCommand;
import dev.moorage.bootstrap.command.Serving;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
        if (!words.isEmpty() && words.getFirst().equals("serve")) {
            List<String> files = words.subList(1, words.size());
            if (files.isEmpty()) {
                return Serving.run(environment, null);
            }
            if (files.size() == 1 && !files.getFirst().startsWith("-")) {
                return Serving.run(environment, Path.of(files.getFirst()));
            }
        }
        return MoorageCommand.run(environment, words.toArray(String[]::new));
    }
}
