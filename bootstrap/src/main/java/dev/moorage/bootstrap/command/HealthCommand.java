package dev.moorage.bootstrap.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code moorage health}, with options that need the parser. {@link Probing} does the work. */
@Command(
        name = "health",
        description = "Asks the registry of a configuration whether it is ready, for the health check of a container.",
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {
    private final ConfigurationFile configuration;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigurationArgument argument = new ConfigurationArgument();

    HealthCommand(ConfigurationFile configuration) {
        this.configuration = configuration;
    }

    @Override
    public Integer call() {
        CommandLine commandLine = spec.commandLine();
        return new Probing(configuration, commandLine.getOut(), commandLine.getErr()).probe(argument.file());
    }
}
