package dev.moorage.storage.tck;

import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.lang.reflect.Constructor;

/** The main class of another process of a test. It opens the driver, works, and prints the results of its calls. */
public final class ChildProcess {
    private ChildProcess() {}

    /**
     * Runs the work.
     *
     * @param args the name of the {@link OtherProcess.Opener} class, what it opens, the {@link ChildWork}, the name of the
     *     work, and its seed
     */
    public static void main(String[] args) throws Exception {
        endWithTheTest();
        Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        OtherProcess.Opener opener = (OtherProcess.Opener) constructor.newInstance();
        try (StorageDriver driver = opener.open(args[1])) {
            ChildWork.valueOf(args[2]).work(driver, args[3], Long.parseLong(args[4]), System.out::println);
        }
        System.out.println("ended");
    }

    /** Ends this process when the test ends, which closes our standard input. */
    private static void endWithTheTest() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // The test writes nothing.
                }
            } catch (IOException _) {
                // A failure counts as the end of the input.
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
