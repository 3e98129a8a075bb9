package dev.moorage.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.drivers.DriverJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The package with jars of other people in its drivers/. */
class DriversIT {
    private static final Map<String, String> TAPE =
            Map.of("REGISTRY_STORAGE", "tape", "REGISTRY_HTTP_ADDR", "127.0.0.1:0");

    @TempDir
    private Path folder;

    private Path home;

    /** The launcher, the libraries and the runtime that were built, and an empty drivers/. */
    @BeforeEach
    void unpack() throws IOException {
        home = Files.createDirectory(folder.resolve("moorage"));
        Files.createDirectory(home.resolve("bin"));
        Files.copy(PackagedServer.HOME.resolve("bin/moorage"), home.resolve("bin/moorage"));
        assertThat(home.resolve("bin/moorage").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(home.resolve("lib"), PackagedServer.HOME.resolve("lib"));
        Files.createSymbolicLink(home.resolve("runtime"), PackagedServer.HOME.resolve("runtime"));
        Files.createDirectory(home.resolve("drivers"));
    }

    @AfterEach
    void unlink() throws IOException {
        Files.delete(home.resolve("lib"));
        Files.delete(home.resolve("runtime"));
    }

    private void dropIn(String jar, String factory) throws IOException {
        new DriverJar(folder.resolve("work"))
                .version("2.1")
                .factory(
                        factory,
                        "tape",
                        "String reel, Integer speed",
                        "throw new java.io.IOException(\"the tape is torn\");")
                .write(home.resolve("drivers").resolve(jar));
    }

    /** A driver that prints a line when its class is loaded. */
    private void dropInPrinting(String folderName) throws IOException {
        Path own = Files.createDirectory(home.resolve("drivers").resolve(folderName));
        new DriverJar(folder.resolve("printing"))
                .source("Loud", """
                        import dev.moorage.storage.spi.*;
                        import dev.moorage.storage.spi.config.ConfigKey;
                        public final class Loud implements StorageDriverFactory<Loud.Config> {
                            static {
                                System.out.println("a line on standard output");
                                org.slf4j.LoggerFactory.getLogger(Loud.class).info("a line of the log");
                            }
                            public record Config(@ConfigKey(value = "max_reels", description = "how many reels") Integer reels) {}
                            @Override public String type() { return "loud"; }
                            @Override public Class<Config> configType() { return Config.class; }
                            @Override public StorageDriver open(Config config, DriverContext context) { return null; }
                        }
                        """)
                .promise("Loud")
                .write(own.resolve("loud.jar"));
    }

    private PackagedServer.Ended run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return PackagedServer.runIn(home, environment, arguments);
    }

    private static void assertRefused(PackagedServer.Ended ended, int status, String error) {
        assertThat(ended.errors()).isEqualTo("error: " + error + System.lineSeparator());
        assertThat(ended.output()).isEmpty();
        assertThat(ended.status()).isEqualTo(status);
    }

    @Test
    void listsTheDriversThatCameWithItAndThoseThatWereDroppedIn() throws IOException, InterruptedException {
        dropIn("tape-driver.jar", "Tape");
        PackagedServer.Ended ended = run(Map.of(), "drivers");
        assertThat(ended.errors()).isEmpty();
        assertThat(ended.status()).isZero();
        List<String> lines = ended.output().lines().toList();
        assertThat(lines.getFirst()).matches("TYPE +VERSION +ORIGIN +KEYS");
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("tape +2\\.1 +tape-driver\\.jar +reel, speed"));
        assertThat(lines)
                .anySatisfy(
                        line -> assertThat(line)
                                .matches(
                                        "filesystem +0\\..+ moorage-adapters-storage-fs-0\\..+\\.jar +rootdirectory, maxthreads, dirmode, .*followlinks"));
    }

    @Test
    void theDriversOfThePackageHaveFoldersOfTheirOwn() throws IOException, InterruptedException {
        List<String> lines = run(Map.of(), "drivers").output().lines().toList();
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line).matches("s3 +0\\..+ moorage-adapters-storage-s3-0\\..+\\.jar +.*bucket.*"))
                .anySatisfy(line -> assertThat(line)
                        .matches("azure +0\\..+ moorage-adapters-storage-azure-0\\..+\\.jar .*max_retries.*"));
        assertThat(Files.exists(home.resolve("lib/drivers/s3"))).isTrue();
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .noneMatch(jar -> jar.contains("azure") || jar.startsWith("s3-") || jar.startsWith("sdk-core"));
        }
        assertRefused(
                run(Map.of("REGISTRY_STORAGE", "s3", "REGISTRY_HTTP_ADDR", "127.0.0.1:0"), "serve"),
                2,
                "storage.s3: bucket is missing");
    }

    @Test
    void theTableOfDriversIsAllThatIsPrinted() throws IOException, InterruptedException {
        dropInPrinting("loud");
        PackagedServer.Ended listed = run(Map.of(), "drivers");
        assertThat(listed.status()).isZero();
        assertThat(listed.output()).startsWith("TYPE ").contains("loud ").doesNotContain("a line");
        assertThat(run(Map.of(), "drivers", "loud").output().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).matches("KEY +VALUE +DESCRIPTION"))
                .anySatisfy(line -> assertThat(line).matches("max_reels +number +how many reels"));
    }

    @Test
    void aDriverThatCannotOpenEndsTheServerWithItsReason() throws IOException, InterruptedException {
        dropIn("tape-driver.jar", "Tape");
        assertRefused(run(TAPE, "serve"), 1, "storage.tape: could not be opened: the tape is torn");
        assertThat(run(TAPE, "check-config").status()).isZero();
    }

    @Test
    void aKeyThatTheDriverDoesNotKnowEndsTheServerWithThoseThatItKnows() throws IOException, InterruptedException {
        dropIn("tape-driver.jar", "Tape");
        Map<String, String> real = Map.of("REGISTRY_STORAGE", "tape", "REGISTRY_STORAGE_TAPE_REAL", "4");
        for (String command : List.of("serve", "check-config")) {
            assertRefused(
                    run(real, command),
                    2,
                    "storage.tape.real: unknown key; did you mean reel?; there are: reel, speed");
        }
    }

    @Test
    void twoDriversOfOneTypeEndTheServerWithTheirJars() throws IOException, InterruptedException {
        dropIn("tape-1.jar", "Tape");
        dropIn("tape-2.jar", "OtherTape");
        PackagedServer.Ended ended = run(TAPE, "serve");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.errors().lines())
                .singleElement()
                .asString()
                .startsWith("error: storage.tape: there is more than one such storage driver: tape-1.jar, tape-2.jar;")
                .contains("filesystem", "tape");
    }

    @Test
    void aBrokenJarEndsTheServerAndIsNamedInTheList() throws IOException, InterruptedException {
        new DriverJar(folder.resolve("work")).promise("Missing").write(home.resolve("drivers/broken.jar"));
        dropIn("tape-driver.jar", "Tape");
        PackagedServer.Ended served = run(TAPE, "serve");
        assertThat(served.status()).isEqualTo(2);
        assertThat(served.errors().lines())
                .singleElement()
                .asString()
                .startsWith("error: storage.tape: a storage driver cannot be used: broken.jar: ")
                .contains("com.example.Missing not found; there are: ", "filesystem", "tape");
        PackagedServer.Ended listed = run(Map.of(), "drivers");
        assertThat(listed.status()).isEqualTo(1);
        assertThat(listed.output()).contains("tape-driver.jar", "filesystem");
        assertThat(listed.errors()).contains("broken.jar").doesNotContain("\tat ");
    }
}
