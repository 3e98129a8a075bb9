package dev.moorage.benchmarks.load.server;

import java.io.IOException;

/** A program that is compared. */
public interface Contender {
    /** The name on the command line and in the table. */
    String name();

    /** Whether the program can run on this machine. */
    boolean isInstalled();

    /** The version that the program reports. */
    String version() throws IOException;

    /** Whether the program is a registry. If not, it serves the data of the first registry among the contenders. */
    boolean takesPushes();

    /** Starts the program over the site's data, on a free port of 127.0.0.1. */
    ServerProcess start(Site site) throws IOException;
}
