package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.server.ServerProcess;
import java.io.IOException;
import java.util.List;

/** What is done to a server that runs through all rounds of a scenario. */
interface Load {
    /** Whether its rounds leave blobs behind that nobody will ask for. */
    boolean leavesBlobs();

    /** Stores what the rounds ask for; once for each registry, and not measured. */
    void prepare(ServerProcess server) throws IOException;

    /** What is measured in one round, one after the other. */
    List<Trial> trials(ServerProcess server) throws IOException;
}
