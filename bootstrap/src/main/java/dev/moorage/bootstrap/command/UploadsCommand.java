package dev.moorage.bootstrap.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moorage uploads}: the uploads in the storage, without a server. */
@Command(
        name = "uploads",
        description = "Lists the uploads in the storage, or ends one.",
        mixinStandardHelpOptions = true)
final class UploadsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private UploadsCommand() {}

    static CommandLine commandLine(ConfigurationFile configuration) {
        return new CommandLine(new UploadsCommand())
                .addSubcommand(new ListUploadsCommand(configuration))
                .addSubcommand(new AbortUploadCommand(configuration));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: list or abort.");
    }
}
