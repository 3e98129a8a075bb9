package dev.moorage.bootstrap.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code moorage serve}, with options or arguments that need the parser. {@link Serving} does the work. */
@Command(name = "serve", description = "Runs the registry.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private final ConfigurationFile configuration;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigurationArgument argument = new ConfigurationArgument();

    ServeCommand(ConfigurationFile configuration) {
        this.configuration = configuration;
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine commandLine = spec.commandLine();
        return new Serving(configuration, commandLine.getOut(), commandLine.getErr()).serve(argument.file());
    }
}
