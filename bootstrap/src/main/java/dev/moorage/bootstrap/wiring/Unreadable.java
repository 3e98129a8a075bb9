package dev.moorage.bootstrap.wiring;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file that a configuration names cannot be read, for whoever wrote the configuration. */
final class Unreadable {
    private Unreadable() {}

    static String inWords(Path file, IOException reason) {
        return switch (reason) {
            case NoSuchFileException _ -> file + " does not exist";
            case AccessDeniedException _ -> file + " cannot be read: permission denied";
            default -> file + " cannot be read: " + reason.getMessage();
        };
    }
}
