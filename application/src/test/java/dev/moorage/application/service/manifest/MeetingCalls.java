package dev.moorage.application.service.manifest;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;

/** A driver in which some calls wait until a number of them run at the same time. */
final class MeetingCalls {
    private MeetingCalls() {}

    /**
     * Returns the driver. A call that waits for a minute fails.
     *
     * @param number how many calls have to run at the same time
     * @param meeting selects the calls by method and key
     */
    static StorageDriver of(int number, StorageDriver driver, BiPredicate<String, ObjectKey> meeting) {
        CyclicBarrier barrier = new CyclicBarrier(number);
        return new HookedStorageDriver(driver, (method, key) -> {
            if (meeting.test(method, key)) {
                try {
                    barrier.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IOException(e);
                }
            }
        });
    }
}
