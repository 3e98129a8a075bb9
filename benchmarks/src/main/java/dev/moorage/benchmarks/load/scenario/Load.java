package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.util.List;

/** The work for a server that runs through all rounds of a scenario. */
interface Load {
    /** Whether the rounds leave blobs in storage that are not requested again. */
    boolean leavesBlobs();

    /** Stores the content that the rounds request. Called once for each registry, and not measured. */
    void prepare(ServerProcess server) throws IOException;

    /** Returns the trials of one round, which are measured one after the other. */
    List<Trial> trials(ServerProcess server) throws IOException;
}
