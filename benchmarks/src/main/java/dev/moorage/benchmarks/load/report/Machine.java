package dev.moorage.benchmarks.load.report;

import dev.moorage.benchmarks.load.options.ByteSize;
import dev.moorage.benchmarks.load.server.MemoryInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine of the measurement. */
public record Machine(String processor, int cores, long memoryBytes, String kernel, String filesystem) {

    /**
     * Reads the properties of this machine.
     *
     * @param folder the folder with the data, which determines the filesystem
     */
    public static Machine here(Path folder) throws IOException {
        return new Machine(
                processor(Files.readString(Path.of("/proc/cpuinfo"))),
                Runtime.getRuntime().availableProcessors(),
                MemoryInfo.read().totalBytes(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Files.getFileStore(folder).type());
    }

    /** Parses the name of the processor. Some processors have none in {@code /proc/cpuinfo}. */
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
