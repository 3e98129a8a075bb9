package dev.moorage.storage.fs;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.DriverUnderTest;
import dev.moorage.storage.tck.FaultInjection;
import dev.moorage.storage.tck.OtherProcess;
import dev.moorage.storage.tck.ScriptedFaults;
import dev.moorage.storage.tck.StorageDriverContract;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FilesystemStorageDriverTest implements StorageDriverContract {
    @TempDir
    private Path directory;

    private final ScriptedFaults faults = new ScriptedFaults();

    @Override
    public StorageDriver open() throws IOException {
        return open(directory, new FaultyForcing(new RealFsync(), faults));
    }

    private static StorageDriver open(Path directory, Fsync forcing) throws IOException {
        return FilesystemStorageDriver.open(directory, FilesystemOptions.DEFAULTS, DriverUnderTest.context(), forcing);
    }

    /** The disk fails at an fsync. After that, the driver must be opened again. */
    @Override
    public Optional<FaultInjection> faults() {
        return Optional.of(faults);
    }

    private record FaultyForcing(Fsync forcing, ScriptedFaults faults) implements Fsync {
        @Override
        public void file(FileChannel file) throws IOException {
            faults.call(() -> {
                forcing.file(file);
                return true;
            });
        }

        @Override
        public void directory(Path directory) throws IOException {
            faults.call(() -> {
                forcing.directory(directory);
                return true;
            });
        }
    }

    @Override
    public OptionalLong occupied() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return OptionalLong.of(files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum());
        }
    }

    @Override
    public Optional<OtherProcess> otherProcess() {
        return Optional.of(new OtherProcess(InAnotherProcess.class, directory.toString()));
    }

    static final class InAnotherProcess implements OtherProcess.Opener {
        @Override
        public StorageDriver open(String storage) throws IOException {
            return FilesystemStorageDriverTest.open(Path.of(storage), new RealFsync());
        }
    }
}
