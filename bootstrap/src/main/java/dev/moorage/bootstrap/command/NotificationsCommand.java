package dev.moorage.bootstrap.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moorage notifications}, the command with those about notifications as subcommands. */
@Command(
        name = "notifications",
        description = "Shows and sends notifications that wait in the storage.",
        mixinStandardHelpOptions = true)
final class NotificationsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine with(ConfigurationFile configuration) {
        return new CommandLine(new NotificationsCommand())
                .addSubcommand(new ListNotificationsCommand(configuration))
                .addSubcommand(new RetryNotificationsCommand(configuration))
                .addSubcommand(new TestNotificationsCommand(configuration));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: list, retry or test.");
    }
}
