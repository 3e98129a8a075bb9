package dev.moorage.bootstrap.command;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moorage}, the command that has all others as subcommands. */
@Command(
        name = "moorage",
        description = "A container (OCI) registry.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class)
public final class MoorageCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private MoorageCommand() {}

    /**
     * Runs the command that the arguments name.
     *
     * @return 0 when it succeeded, 1 when it failed or found problems, 2 when the arguments or the configuration are wrong
     */
    public static int run(Map<String, String> environment, String... arguments) {
        return commandLine(environment).execute(arguments);
    }

    static CommandLine commandLine(Map<String, String> environment) {
        ConfigurationFile configuration = new ConfigurationFile(environment, Installation.of(System.getProperties()));
        return new CommandLine(new MoorageCommand())
                .addSubcommand(new ServeCommand(configuration))
                .addSubcommand(new HealthCommand(configuration))
                .addSubcommand(new CheckConfigCommand(configuration))
                .addSubcommand(new CheckAccessCommand(configuration))
                .addSubcommand(new VerifyCommand(configuration))
                .addSubcommand(new PurgeCommand(configuration))
                .addSubcommand(UploadsCommand.commandLine(configuration))
                .addSubcommand(new ReindexCommand(configuration))
                .addSubcommand(new GcCommand(configuration))
                .addSubcommand(RetentionCommand.commandLine(configuration))
                .addSubcommand(new CommandLine(new TrashCommand())
                        .addSubcommand(new TrashListCommand(configuration))
                        .addSubcommand(new TrashRestoreCommand(configuration)))
                .addSubcommand(CacheCommand.commandLine(configuration))
                .addSubcommand(new PrefetchCommand(configuration))
                .addSubcommand(new QuotaCommand(configuration))
                .addSubcommand(NotificationsCommand.with(configuration))
                // Options of Distribution's command are accepted.
                .addSubcommand(new CommandLine(new GarbageCollectCommand()).setUnmatchedArgumentsAllowed(true))
                .addSubcommand(new ExportCommand(configuration))
                .addSubcommand(new ImportCommand(configuration))
                .addSubcommand(new InventoryCommand(configuration))
                .addSubcommand(new MirrorCommand(configuration, environment))
                .addSubcommand(new DriversCommand())
                .addSubcommand(new CheckDriverCommand(configuration))
                .addSubcommand(new VersionCommand());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
}
