package dev.moorage.bootstrap.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --dry-run} of commands that change the storage. */
final class DryRunOption {
    @Option(
            names = "--dry-run",
            negatable = true,
            description = "List what the command would change, and change nothing.")
    private @Nullable Boolean dryRun;

    /** Returns whether nothing is changed: as the command line says, or else as {@code otherwise} says. */
    boolean isDry(boolean otherwise) {
        return dryRun == null ? otherwise : dryRun;
    }
}
