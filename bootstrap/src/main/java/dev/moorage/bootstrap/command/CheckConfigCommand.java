package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code moorage check-config}: reports everything that is wrong in a configuration, and starts nothing. */
@Command(
        name = "check-config",
        description = "Reports everything that is wrong in a configuration.",
        mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
    private final ConfigurationFile configuration;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigurationArgument argument = new ConfigurationArgument();

    CheckConfigCommand(ConfigurationFile configuration) {
        this.configuration = configuration;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            ConfigurationReader.Result result = configuration.check(argument.file());
            result.warnings().forEach(warning -> err.println("warning: " + warning));
            out.println("The configuration can be used.");
            return 0;
        } catch (InvalidConfigurationException e) {
            return new ErrorOutput(err).invalid(e);
        }
    }
}
