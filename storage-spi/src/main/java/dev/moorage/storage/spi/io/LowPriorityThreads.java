package dev.moorage.storage.spi.io;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes platform threads that the kernel schedules after all others. Java's thread priorities are not enough for that, since
 * the virtual machine ignores them on Linux. There, each thread raises its own nice value.
 */
public final class LowPriorityThreads implements ThreadFactory {
    private static final Logger LOG = LoggerFactory.getLogger(LowPriorityThreads.class);

    private static final int PRIO_PROCESS = 0;
    private static final int THIS_THREAD = 0;

    private final String prefix;
    private final int nice;
    private final AtomicInteger made = new AtomicInteger();

    /**
     * @param prefix the prefix of the threads' names
     * @param nice the nice value, above 0. With 5, a thread has a third of the weight of another one when processors are
     *     short
     */
    public LowPriorityThreads(String prefix, int nice) {
        this.prefix = prefix;
        this.nice = nice;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck")
    public Thread newThread(Runnable task) {
        return Thread.ofPlatform()
                .daemon()
                .name(prefix + made.incrementAndGet())
                .priority(Thread.MIN_PRIORITY)
                .unstarted(() -> {
                    lowerOnLinux();
                    task.run();
                });
    }

    /** Does nothing on systems other than Linux, where the call would change the whole process. */
    @SuppressWarnings("restricted")
    private void lowerOnLinux() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle setPriority = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setpriority"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int _ = (int) setPriority.invokeExact(PRIO_PROCESS, THIS_THREAD, nice);
        } catch (Throwable e) {
            LOG.atDebug().setCause(e).log("The priority of a thread could not be lowered");
        }
    }
}
