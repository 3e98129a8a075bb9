package dev.moorage.bootstrap.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The argument of a command that names the configuration file. */
final class ConfigurationArgument {
    @Parameters(
            arity = "0..1",
            paramLabel = "config.yml",
            description = "The configuration file. Without it, the defaults apply.")
    private @Nullable Path file;

    /** Returns the file, or null where the command line names none. */
    @Nullable
    Path file() {
        return file;
    }
}
