package dev.moorage.bootstrap.drivers;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The folders in which drivers have folders or jars of their own.
 *
 * @param bundled the folder with the drivers that came with the server, or empty where they are on its class path
 * @param added the folder with the drivers of third parties, or empty where there is none
 */
record DriverFolders(Optional<Path> bundled, Optional<Path> added) {
    /** Reads the folders from system properties, which the launcher and the image set. */
    static DriverFolders of(Properties properties) {
        return new DriverFolders(
                Optional.ofNullable(properties.getProperty("moorage.drivers.bundled"))
                        .map(Path::of),
                Optional.ofNullable(properties.getProperty("moorage.drivers")).map(Path::of));
    }
}
