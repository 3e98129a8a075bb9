package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Which run of the operating system this is: bytes that were written and not forced are there as long as it lasts. Where it
 * cannot be told, every process is taken for a run of its own.
 */
final class BootId {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    static UUID current() {
        try {
            return UUID.fromString(Files.readString(KERNEL).strip());
        } catch (IOException | IllegalArgumentException _) {
            return UUID.randomUUID();
        }
    }
}
