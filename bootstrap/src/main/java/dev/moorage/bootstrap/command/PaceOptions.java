package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.GarbageRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a collection that say how fast it is. The configuration has their defaults. */
final class PaceOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    private @Nullable Integer parallel;
    private @Nullable Integer requestsPerSecond;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "The number of blobs to look at at the same time. The default is storage.gc.parallel.")
    void setParallel(int count) {
        parallel = atLeast("--parallel", 1, count);
    }

    @Option(
            names = "--requests-per-second",
            paramLabel = "N",
            description = "The most requests to the storage in a second, or 0 for no limit. The default is"
                    + " storage.gc.requestspersecond.")
    void setRequestsPerSecond(int count) {
        requestsPerSecond = atLeast("--requests-per-second", 0, count);
    }

    private int atLeast(String option, int least, int count) {
        if (count < least) {
            throw new ParameterException(spec.commandLine(), option + " is less than " + least + ".");
        }
        return count;
    }

    /** Returns the number of blobs to look at at the same time, at least 1. */
    int parallel(GarbageRequest otherwise) {
        return parallel == null ? otherwise.parallel() : parallel;
    }

    /** Returns the most requests in a second, or 0 for no limit. */
    int requestsPerSecond(GarbageRequest otherwise) {
        return requestsPerSecond == null ? otherwise.requestsPerSecond() : requestsPerSecond;
    }
}
