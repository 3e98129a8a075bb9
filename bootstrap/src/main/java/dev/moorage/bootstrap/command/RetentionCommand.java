package dev.moorage.bootstrap.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moorage retention}: what the policies of {@code storage.retention} decide. */
@Command(
        name = "retention",
        description = "Explains what the policies of storage.retention decide.",
        mixinStandardHelpOptions = true)
final class RetentionCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private RetentionCommand() {}

    static CommandLine commandLine(ConfigurationFile configuration) {
        return new CommandLine(new RetentionCommand()).addSubcommand(new RetentionExplainCommand(configuration));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: explain.");
    }
}
