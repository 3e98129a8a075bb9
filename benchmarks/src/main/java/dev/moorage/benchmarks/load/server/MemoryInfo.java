package dev.moorage.benchmarks.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this machine, as Linux reports it in {@code /proc/meminfo}: proc(5). */
public record MemoryInfo(long totalBytes, long freeBytes) {

    /** Reads the current values. */
    public static MemoryInfo read() throws IOException {
        return parse(Files.readString(Path.of("/proc/meminfo")));
    }

    static MemoryInfo parse(String meminfo) throws IOException {
        return new MemoryInfo(bytes(meminfo, "MemTotal:"), bytes(meminfo, "MemFree:"));
    }

    private static long bytes(String meminfo, String name) throws IOException {
        String value = meminfo.lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no " + name + " in /proc/meminfo"))
                .substring(name.length())
                .strip();
        return Long.parseLong(value.substring(0, value.indexOf(' '))) * 1024;
    }
}
