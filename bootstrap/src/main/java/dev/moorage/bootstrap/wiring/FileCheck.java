package dev.moorage.bootstrap.wiring;

import dev.moorage.application.port.in.health.CheckHealth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Fails while a file exists. An operator makes the file to take a registry out of a rotation. */
final class FileCheck implements CheckHealth {
    private final Path file;

    FileCheck(Path file) {
        this.file = file;
    }

    @Override
    public Optional<String> problem() {
        return Files.exists(file) ? Optional.of("file exists") : Optional.empty();
    }
}
