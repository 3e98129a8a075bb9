package dev.moorage.storage.tck.remote;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.OtherProcess;
import dev.moorage.storage.tck.SteppedProcess;
import java.io.IOException;

/** A real process whose calls a test makes. */
public final class CallingProcess implements SteppedProcess {
    private final Process process;
    private final RemoteDriver driver;

    /** Starts a process with the class path of the test. */
    public CallingProcess(OtherProcess other) throws IOException {
        process = other.builder(CalledProcess.class)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        driver = new RemoteDriver(new Connection(process.getOutputStream(), process.getInputStream()));
    }

    @Override
    public StorageDriver driver() {
        return driver;
    }

    @Override
    public void kill() throws IOException {
        process.toHandle().destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a process ends", e);
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        process.getOutputStream().close();
    }
}
