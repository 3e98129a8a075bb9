package dev.moorage.benchmarks.load.options;

/** An option of the load tool, {@code --name value}, with its default and its default in a smoke run. */
public enum Option {
    ONLY("only", "", "", "the scenarios to run, by name and in this order; all when left out"),
    CONTENDERS(
            "contenders",
            "",
            "",
            "moorage, distribution, nginx; those that are installed when left out. Also moorage-with-token and moorage-with-password"),
    ROUNDS("rounds", "5", "1", "rounds that count"),
    WARMUPS("warmups", "1", "0", "rounds before those; in the very first, what was pushed is pulled and compared"),
    SIZE("size", "1GiB", "3MiB", "one large blob"),
    PARALLEL_SIZE("parallel-size", "256MiB", "1MiB", "each of the blobs that are pushed at the same time"),
    FRAME("frame", "32KiB", "32KiB", "the chunks of a chunked body; 32 KiB is what Go's HTTP client sends"),
    SMALL("small", "4KiB", "4KiB", "a small blob"),
    REQUESTS("requests", "20000", "160", "operations in a round of small ones"),
    CONNECTIONS("connections", "16", "8", "connections of the scenarios of small operations"),
    CHUNKS_64K_SIZE("chunks-64k-size", "64MiB", "1MiB", "the blob that comes in chunks of 64 KiB"),
    CHUNKS_1M_SIZE("chunks-1m-size", "256MiB", "3MiB", "the blob that comes in chunks of 1 MiB"),
    IMAGE_SIZE("image-size", "300MB", "2MB", "an image's layers together"),
    LAYERS("layers", "10", "3", "an image's layers"),
    MEMORY_SMALL("memory-small", "1GiB", "1MiB", "the smaller blob of the scenario memory"),
    MEMORY_LARGE("memory-large", "20GiB", "8MiB", "the larger blob of the scenario memory"),
    MEMORY_PUSHES(
            "memory-pushes",
            "50",
            "8",
            "pushes at the same time in the scenarios memory and beside-pushes, each of parallel-size"),
    IDLE("idle", "10000", "100", "connections of the scenario idle-connections"),
    STALLED("stalled", "5000", "50", "uploads of the scenario stalled-uploads"),
    FAIR_REQUESTS("fair-requests", "5000", "100", "what another client asks for beside those"),
    FILL(
            "fill",
            "",
            "",
            "the file that fills the page cache before writes are timed; as large as memory when left out"),
    PACKAGE("package", "distribution/target/moorage", "distribution/target/moorage", "the package of Moorage"),
    DISTRIBUTION("distribution", "docker-registry", "docker-registry", "the program of Distribution, by name or path"),
    JAVA_OPTS("java-opts", "", "", "options for Moorage's Java, such as \"-Xmx64m\""),
    ENV("env", "", "", "variables for Moorage: NAME=VALUE,NAME=VALUE"),
    WORK(
            "work",
            "benchmarks/target",
            "benchmarks/target",
            "where the data goes, in a folder that is deleted at the end"),
    REPORT("report", "benchmarks/target/load.md", "benchmarks/target/smoke.md", "the file that the table goes to"),
    SEED("seed", "", "", "of the random content; printed in the report");

    private final String flag;
    private final String usual;
    private final String smoke;
    private final String help;

    Option(String flag, String usual, String smoke, String help) {
        this.flag = flag;
        this.usual = usual;
        this.smoke = smoke;
        this.help = help;
    }

    /** The name on the command line, without the dashes. */
    public String flag() {
        return flag;
    }

    String value(boolean smokeRun) {
        return smokeRun ? smoke : usual;
    }

    String help() {
        return help;
    }
}
