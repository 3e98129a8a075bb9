package dev.moorage.bootstrap;

import dev.moorage.bootstrap.command.MoorageCommand;
import java.util.Map;

/** The program. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Guice would make classes at run time for speed that is not needed, and warn about the way in which it does.
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        Map<String, String> environment = System.getenv();
        System.exit(MoorageCommand.run(environment, arguments));
    }
}
