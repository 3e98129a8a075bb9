package dev.moorage.storage.tck;

import dev.moorage.storage.spi.StorageDriver;
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

    /** Opens the driver in a process that knows only the storage of the test. */
    public interface Opener {
        StorageDriver open(String storage) throws Exception;
    }
}
