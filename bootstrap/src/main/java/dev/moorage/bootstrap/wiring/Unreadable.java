package dev.moorage.bootstrap.wiring;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Explains to the author of a configuration why a file that it names cannot be read. */
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
