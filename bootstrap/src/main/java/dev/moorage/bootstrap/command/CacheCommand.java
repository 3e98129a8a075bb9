package dev.moorage.bootstrap.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code moorage cache}, the command that has {@code ls}, {@code forget}, {@code pin} and {@code unpin} as subcommands. */
@Command(
        name = "cache",
        description = "Shows what is kept of the registries of proxy, forgets it, and pins it.",
        mixinStandardHelpOptions = true)
final class CacheCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private CacheCommand() {}

    static CommandLine commandLine(ConfigurationFile configuration) {
        return new CommandLine(new CacheCommand())
                .addSubcommand(new CacheListCommand(configuration))
                .addSubcommand(new CacheForgetCommand(configuration))
                .addSubcommand(new CachePinCommand(configuration))
                .addSubcommand(new CacheUnpinCommand(configuration));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: ls, forget, pin or unpin.");
    }
}
