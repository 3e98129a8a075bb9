package com.example.moorage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.StorageDriverContract;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The kit finds mistakes in SQL: over the driver with one wrong statement, the test for that mistake fails. */
class PlantedFaultsTest {
    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyFaultIsFoundByTheTestThatIsForIt() {
        return Arrays.stream(PlantedFault.values())
                .map(fault -> DynamicTest.dynamicTest(
                        fault + " is found by " + fault.caughtBy(),
                        () -> assertThat(catchThrowable(() -> run(fault)))
                                .isNotNull()
                                .isNotInstanceOf(TestAbortedException.class)));
    }

    private void run(PlantedFault fault) throws Throwable {
        Method test = StorageDriverContract.class.getMethod(fault.caughtBy());
        try {
            test.invoke(new Faulty(folder.resolve(fault.name() + ".db"), fault));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private record Faulty(Path file, PlantedFault fault) implements StorageDriverContract {
        @Override
        public StorageDriver open() throws IOException {
            return SqliteStorageDriverTest.open(file, fault::in);
        }

        @Override
        public OptionalLong occupied() throws IOException {
            return SqliteStorageDriverTest.occupied(file);
        }
    }
}
