package dev.moorage.bootstrap.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --parallel} of commands that read many objects. */
final class ParallelOption {
    private static final String DEFAULT = "8";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    private int count;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = DEFAULT,
            description = "The number of objects to read at the same time. The default is " + DEFAULT + ".")
    void setCount(int count) {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--parallel is less than 1.");
        }
        this.count = count;
    }

    /** Returns the number of objects to read at the same time, at least 1. */
    int count() {
        return count;
    }
}
