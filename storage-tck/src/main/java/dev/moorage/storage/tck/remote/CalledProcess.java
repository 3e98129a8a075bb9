package dev.moorage.storage.tck.remote;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.OtherProcess;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;

/** The main class of a {@link dev.moorage.storage.tck.SteppedProcess}. It ends when its test closes the stream of calls. */
public final class CalledProcess {
    private CalledProcess() {}

    /**
     * Makes calls.
     *
     * @param args the name of the {@link OtherProcess.Opener} class, and what it opens
     */
    public static void main(String[] args) throws Exception {
        PrintStream results = System.out;
        System.setOut(System.err); // What a driver prints is no result.
        Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        OtherProcess.Opener opener = (OtherProcess.Opener) constructor.newInstance();
        try (StorageDriver driver = opener.open(args[1])) {
            new CalledDriver(
                            driver,
                            new DataInputStream(new BufferedInputStream(System.in)),
                            new DataOutputStream(new BufferedOutputStream(results)))
                    .serve();
        }
    }
}
