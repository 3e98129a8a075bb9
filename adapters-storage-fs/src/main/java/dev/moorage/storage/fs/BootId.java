package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Identifies the current boot of the operating system. Bytes that were written without fsync last as long as that boot.
 * Where the system does not report a boot, each process counts as a boot of its own.
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
