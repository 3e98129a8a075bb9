package dev.moorage.benchmarks.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The resources used by a process and its descendants, as Linux reports them in {@code /proc}: proc(5).
 *
 * @param cpuSeconds user and system time since the processes were started
 * @param peakBytes the sum of each process's peak resident memory. A page that several processes share is counted for each
 *     of them.
 */
public record ProcessUsage(double cpuSeconds, long peakBytes) {
    /** USER_HZ, which is the same on every supported processor. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 14;
    private static final int SYSTEM_TIME = 15;

    /** Returns the usage of a process and its descendants. */
    public static ProcessUsage of(long pid) throws IOException {
        double cpuSeconds = 0;
        long peakBytes = 0;
        for (long each : tree(pid)) {
            try {
                cpuSeconds += cpuSecondsOf(each);
                peakBytes += peakBytes(Files.readString(proc(each, "status")));
            } catch (NoSuchFileException e) {
                if (each == pid) {
                    throw e;
                }
            }
        }
        return new ProcessUsage(cpuSeconds, peakBytes);
    }

    /** Returns the user and system time of one process alone. */
    public static double cpuSecondsOf(long pid) throws IOException {
        return cpuSeconds(Files.readString(proc(pid, "stat")));
    }

    /** Resets the peak memory of a process to what is resident now. Returns whether the system allows it. */
    public static boolean resetPeak(long pid) {
        try {
            for (long each : tree(pid)) {
                Files.writeString(proc(each, "clear_refs"), "5");
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static List<Long> tree(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static Path proc(long pid, String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    /** Parses {@code /proc/<pid>/stat}. The second field, a name in parentheses, may contain any characters. */
    static double cpuSeconds(String stat) {
        String[] fieldsFromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fieldsFromThird[USER_TIME - 3]) + Long.parseLong(fieldsFromThird[SYSTEM_TIME - 3]);
        return ticks / TICKS_PER_SECOND;
    }

    /** Parses {@code /proc/<pid>/status}. The result is 0 for a process without memory of its own. */
    static long peakBytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.substring("VmHWM:".length()).strip())
                .mapToLong(value -> Long.parseLong(value.substring(0, value.indexOf(' '))) * 1024)
                .sum();
    }
}
