package dev.moorage.storage.tck;

import dev.moorage.storage.spi.StorageDriver;
import java.util.Objects;

/**
 * How another process opens the driver over the storage of a test.
 *
 * @param opener a class of the tests with a constructor that takes nothing, such as a static nested one
 * @param storage what it is told: a folder, an address
 */
public record OtherProcess(Class<? extends Opener> opener, String storage) {
    public OtherProcess {
        Objects.requireNonNull(opener);
        Objects.requireNonNull(storage);
    }

    /** Opens the driver in a process that knows nothing of the test but its storage. */
    public interface Opener {
        StorageDriver open(String storage) throws Exception;
    }
}
