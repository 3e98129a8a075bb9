package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;

/** Says why a command cannot do its work, in the same words for every command. */
record ErrorOutput(PrintWriter err) {
    /**
     * Names all that is wrong with the configuration.
     *
     * @return the command's status
     */
    int invalid(InvalidConfigurationException e) {
        e.errors().forEach(this::print);
        return 2;
    }

    /**
     * Says what could not be read, written or listened on.
     *
     * @return the command's status
     */
    int failed(IOException e) {
        print(String.valueOf(e.getMessage()));
        return 1;
    }

    private void print(String error) {
        err.println("error: " + error);
    }
}
