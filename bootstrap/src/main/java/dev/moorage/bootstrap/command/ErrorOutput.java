package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;

/** Prints why a command cannot do its work, in the same words for every command. */
record ErrorOutput(PrintWriter err) {
    /**
     * Prints everything that is wrong with the configuration.
     *
     * @return the command's exit status
     */
    int invalid(InvalidConfigurationException e) {
        e.errors().forEach(this::print);
        return 2;
    }

    /**
     * Prints what could not be read, written or listened on.
     *
     * @return the command's exit status
     */
    int failed(IOException e) {
        print(String.valueOf(e.getMessage()));
        return 1;
    }

    private void print(String error) {
        err.println("error: " + error);
    }
}
