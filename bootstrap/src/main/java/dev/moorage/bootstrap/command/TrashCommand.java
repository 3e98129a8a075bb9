package dev.moorage.bootstrap.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moorage trash}, the command that has {@code list} and {@code restore} as subcommands. */
@Command(
        name = "trash",
        description = "Lists what has left repositories, and puts it back.",
        mixinStandardHelpOptions = true)
final class TrashCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list or restore is missing.");
    }
}
