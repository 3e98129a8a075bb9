package dev.moorage.bootstrap.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Distribution's command {@code garbage-collect}: prints what Moorage offers instead. */
@Command(name = "garbage-collect", description = "Not available yet. Prints the commands that exist instead.")
final class GarbageCollectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine()
                .getErr()
                .println(
                        "error: there is no garbage collection yet, and nothing was removed; `moorage verify <config.yml>`"
                                + " lists the blobs without a reference, and `moorage purge <config.yml>` removes abandoned"
                                + " uploads");
        return 1;
    }
}
