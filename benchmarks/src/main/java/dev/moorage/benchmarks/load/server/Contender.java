package dev.moorage.benchmarks.load.server;

import java.io.IOException;

/** One of the programs that are compared. */
public interface Contender {
    /** Its name on the command line and in the table. */
    String name();

    /** Whether it can be run on this machine. */
    boolean isInstalled();

    /** Its version, as it says itself. */
    String version() throws IOException;

    /** Whether it is a registry; otherwise it serves what the first registry among the contenders has stored. */
    boolean takesPushes();

    /** Runs it over the site's data on a free port of 127.0.0.1. */
    ServerProcess start(Site site) throws IOException;
}
