package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.DriverUnderTest;
import dev.moorage.storage.tck.FaultInjection;
import dev.moorage.storage.tck.OtherProcess;
import dev.moorage.storage.tck.ScriptedFaults;
import dev.moorage.storage.tck.StorageDriverContract;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The kit finds mistakes that show between two real processes: the test for each of them fails. */
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
        PlantedFault.forget();
        System.setProperty("moorage.storage-tck.patience", "1000");
        try {
            Path own = Files.createDirectory(folder.resolve(fault.name()));
            StorageDriverContract.class
                    .getMethod(fault.caughtBy())
                    .invoke(new Faulty(own, fault, new ScriptedFaults()));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            System.clearProperty("moorage.storage-tck.patience");
        }
    }

    private record Faulty(Path folder, PlantedFault fault, ScriptedFaults scripted) implements StorageDriverContract {
        @Override
        public StorageDriver open() throws IOException {
            return fault.in(
                    FilesystemStorageDriver.open(
                            Files.createDirectories(folder.resolve("root")),
                            FilesystemOptions.DEFAULTS,
                            DriverUnderTest.context(),
                            new RealFsync()),
                    folder,
                    scripted);
        }

        @Override
        public Optional<FaultInjection> faults() {
            return Optional.of(scripted);
        }

        @Override
        public Optional<OtherProcess> otherProcess() {
            return Optional.of(new OtherProcess(InAnotherProcess.class, fault.name() + " " + folder));
        }
    }

    static final class InAnotherProcess implements OtherProcess.Opener {
        @Override
        public StorageDriver open(String storage) throws IOException {
            String[] words = storage.split(" ", 2);
            return new Faulty(Path.of(words[1]), PlantedFault.valueOf(words[0]), new ScriptedFaults()).open();
        }
    }
}
