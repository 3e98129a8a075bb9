package dev.moorage.storage.s3;

import dev.moorage.storage.tck.StorageDriverContract;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** The contract as S3 meets it: the state is the fence, and parts cannot be cut. */
interface S3Contract extends StorageDriverContract {
    @Override
    default boolean truncatesAnywhere() {
        return false;
    }

    /** The simulated store keeps bodies in this process. */
    @Override
    default boolean boundsMemory() {
        return false;
    }

    @Override
    default boolean fencesWriters() {
        return false;
    }

    @Override
    @Test
    @Disabled("memory is not for objects of this size")
    default void fiveGibibytesBecomeAnObject() {
        throw new UnsupportedOperationException();
    }
}
