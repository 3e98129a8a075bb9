package dev.moorage.bootstrap.drivers;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.HealthStatus;
import dev.moorage.storage.spi.InterceptedStorageDriver;
import dev.moorage.storage.spi.StorageCall;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.StorageInterceptor;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;

/** A storage driver whose calls run with its own classes as those of the thread. */
final class IsolatedStorageDriver extends ForwardingStorageDriver {
    private final StorageDriver driver;
    private final DriverClasses classes;

    IsolatedStorageDriver(StorageDriver driver, DriverClasses classes) {
        this.driver = new InterceptedStorageDriver(driver, new Within(classes));
        this.classes = classes;
    }

    @Override
    protected StorageDriver delegate() {
        return driver;
    }

    @Override
    public HealthStatus check() {
        return classes.within(driver::check);
    }

    @Override
    public void close() throws IOException {
        classes.within(() -> {
            driver.close();
            return true;
        });
    }

    private record Within(DriverClasses classes) implements StorageInterceptor {
        @Override
        public <T> T around(StorageCall call, ObjectKey key, Proceed<T> proceed) throws IOException {
            return classes.within(proceed::call);
        }
    }
}
