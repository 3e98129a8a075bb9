package dev.moorage.storage.tck;

import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.lang.reflect.Constructor;

/** What another process of a test runs: it opens the driver, works, and tells on its standard output what it was told. */
public final class ChildProcess {
    private ChildProcess() {}

    /**
     * Arguments: the name of the {@link OtherProcess.Opener} class, what it opens, the {@link ChildWork}, the work's name, its
     * seed.
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

    /** A test that ends closes our standard input. */
    private static void endWithTheTest() {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nobody writes.
                }
            } catch (IOException _) {
                // As good as its end.
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
