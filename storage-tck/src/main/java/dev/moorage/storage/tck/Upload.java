package dev.moorage.storage.tck;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.Assertions;

/** What a server does with a body from its first byte to the object, in one process or after another process has ended. */
final class Upload {
    private Upload() {}

    /** A new staged object with the given generation. */
    static StagedObject begin(StorageDriver driver, ObjectKey area, long generation) throws IOException {
        return driver.stage(new StagingRequest.Begin(area, generation, Optional.empty(), OptionalLong.empty()))
                .orElseThrow();
    }

    /** Stages all of a body and makes it an object. */
    static Published whole(StorageDriver driver, ObjectKey area, byte[] content, ObjectKey target) throws IOException {
        try (StagedObject staged = begin(driver, area, 1)) {
            staged.append(Bodies.of(content));
            Published published = staged.publish(staged.seal(), target);
            staged.discard();
            return published;
        }
    }

    /** The bytes of a body from one offset, inclusive, to another one, exclusive. */
    static byte[] part(byte[] content, long from, long to) {
        return Arrays.copyOfRange(content, Math.toIntExact(from), Math.toIntExact(to));
    }

    /**
     * Continues from a state that another process left, and makes the body an object.
     *
     * @param least the least number of bytes that must be there, because the result of an append has reported them
     * @param most the most bytes that can be there: all that were ever sent
     * @return whether there was anything to continue from
     */
    static boolean goesOn(
            StorageDriver driver, StagingRequest request, byte[] content, long least, long most, ObjectKey target)
            throws IOException {
        Optional<StagedObject> reopened = driver.stage(request);
        if (reopened.isEmpty()) {
            return false;
        }
        try (StagedObject staged = reopened.get()) {
            long size = staged.size();
            Assertions.assertThat(size).as("staged bytes that are there").isBetween(least, most);
            staged.append(Bodies.of(part(content, size, content.length)));
            staged.publish(staged.seal(), target);
            staged.discard();
            return true;
        } catch (StagedBytesLostException _) {
            return false;
        }
    }

    /** The request to reopen an object as it was, with the given generation. */
    static StagingRequest.Reopen from(ObjectKey area, long generation, StagedState state) {
        return new StagingRequest.Reopen(area, generation, state);
    }
}
