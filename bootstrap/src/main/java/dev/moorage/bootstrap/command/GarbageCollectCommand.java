package dev.moorage.bootstrap.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Distribution's command {@code garbage-collect}: prints what Moorage offers instead. Its options mean something else there,
 * and it is for registries that are stopped.
 */
@Command(name = "garbage-collect", description = "Distribution's command. Prints the one that exists instead.")
final class GarbageCollectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine()
                .getErr()
                .println(
                        "error: nothing was removed; `moorage gc --dry-run <config.yml>` lists what nothing"
                                + " needs, `moorage gc <config.yml>` removes them while servers run,"
                                + " storage.gc.enabled lets the servers do that, and `moorage purge <config.yml>` removes abandoned uploads");
        return 1;
    }
}
