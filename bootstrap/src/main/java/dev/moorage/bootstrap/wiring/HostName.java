package dev.moorage.bootstrap.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The name of the host, by which operators tell replicas apart. It is not looked up in the network, which could take long. */
final class HostName {
    private static final Path OF_KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** Returns the name of the container or the host, or the number of the process where there is none. */
    static String get() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .or(HostName::ofKernel)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> "process-" + ProcessHandle.current().pid());
    }

    private static Optional<String> ofKernel() {
        try {
            return Optional.of(Files.readString(OF_KERNEL));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
