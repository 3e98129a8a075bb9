package dev.moorage.storage.tck;

import dev.moorage.storage.spi.StorageDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How another process opens the driver over the storage of a test.
 *
 * @param opener a class of the tests with a no-argument constructor, for example a static nested class
 * @param storage identifies the storage, for example a folder or an address
 */
public record OtherProcess(Class<? extends Opener> opener, String storage) {
    public OtherProcess {
        Objects.requireNonNull(opener);
        Objects.requireNonNull(storage);
    }

    /**
     * Describes a process of little memory, with the class path of the test.
     *
     * @param main its main class. Its arguments are the opener, the storage, and the given ones
     */
    public ProcessBuilder builder(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                opener.getName(),
                storage));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** Opens the driver in a process that knows only the storage of the test. */
    public interface Opener {
        StorageDriver open(String storage) throws Exception;
    }
}
