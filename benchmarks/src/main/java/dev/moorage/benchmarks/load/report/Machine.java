package dev.moorage.benchmarks.load.report;

import dev.moorage.benchmarks.load.options.ByteSize;
import dev.moorage.benchmarks.load.server.MemoryInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What it was measured on. */
public record Machine(String processor, int cores, long memoryBytes, String kernel, String filesystem) {

    /**
     * This machine.
     *
     * @param folder where the data is
     */
    public static Machine here(Path folder) throws IOException {
        return new Machine(
                processor(Files.readString(Path.of("/proc/cpuinfo"))),
                Runtime.getRuntime().availableProcessors(),
                MemoryInfo.read().totalBytes(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Files.getFileStore(folder).type());
    }

    /** Some processors have no name there. */
    static String processor(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    @Override
    public String toString() {
        return processor + ", " + cores + " cores, " + ByteSize.format(memoryBytes >> 20 << 20) + " of memory, "
                + kernel + ", data on " + filesystem;
    }
}
