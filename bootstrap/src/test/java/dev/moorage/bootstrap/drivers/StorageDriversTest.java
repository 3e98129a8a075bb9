package dev.moorage.bootstrap.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Drivers in jars of other people, good ones and broken ones. */
class StorageDriversTest {
    private static final String FAILS = "throw new java.io.IOException(\"the tape is torn\");";

    @TempDir
    private Path folder;

    private DriverJar jar() {
        return new DriverJar(folder.resolve("work"));
    }

    private Path tape(String name) throws IOException {
        return jar().version("2.1")
                .factory("Tape", "tape", "String reel, Integer speed", FAILS)
                .write(file(name));
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** The drivers of the class path, and those in a folder with some jars, each of them on its own. */
    private StorageDrivers drivers(Path... jars) throws IOException {
        Path added = Files.createTempDirectory(folder, "drivers");
        for (Path jar : jars) {
            Files.copy(jar, added.resolve(jar.getFileName()));
        }
        return StorageDrivers.in(getClass().getClassLoader(), new DriverFolders(Optional.empty(), Optional.of(added)));
    }

    private static JsonNode yaml(String text) {
        return YAMLMapper.builder().build().readTree(text);
    }

    private static void check(StorageDrivers drivers, String type, String yaml) throws InvalidConfigurationException {
        drivers.choose(type).check(yaml(yaml));
    }

    private static List<String> refusals(StorageDrivers drivers, String type, String yaml) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> check(drivers, type, yaml))
                .errors();
    }

    private static String failure(StorageDrivers drivers, String type) {
        DriverContext context = DriverUnderTest.context();
        return catchThrowableOfType(
                        IOException.class,
                        () -> drivers.choose(type).open(yaml("{}"), StorageDrivers.Use.WRITING, context))
                .getMessage();
    }

    private static List<String> broken(StorageDrivers drivers) {
        return drivers.overview().broken();
    }

    @Test
    void aDriverIsKnownByItsTypeVersionOriginAndKeys() throws IOException {
        StorageDrivers drivers = drivers(tape("tape-driver.jar"));
        assertThat(broken(drivers)).isEmpty();
        assertThat(drivers.overview().found())
                .extracting(FoundDriver::type)
                .containsExactly("azure", "filesystem", "inmemory", "s3", "s3aws", "tape");
        FoundDriver<?> tape = drivers.overview().found().getLast();
        assertThat(tape.version()).isEqualTo(Optional.of("2.1"));
        assertThat(tape.origin()).isEqualTo("tape-driver.jar");
        assertThat(tape.keyNames()).containsExactly("reel", "speed");
    }

    @Test
    void everyKeyOfADriverOfThePackageIsDescribed() throws IOException {
        List<DriverKey> keys = drivers().overview().found().stream()
                .flatMap(driver -> driver.keys().stream())
                .toList();
        assertThat(keys)
                .extracting(DriverKey::name)
                .contains("rootdirectory", "bucket", "max_retries", "credentials", "credentials.secret");
        assertThat(keys).allSatisfy(key -> assertThat(key.description()).isNotBlank());
        assertThat(keys)
                .extracting(DriverKey::type)
                .contains("text", "number", "flag", "mapping")
                .doesNotContain("value");
    }

    @Test
    void modesAreOctalDigitsHoweverYamlReadsThem() throws Exception {
        StorageDrivers drivers = drivers();
        check(drivers, "filesystem", "{dirmode: '0750', filemode: '640', privatestate: false}");
        check(drivers, "filesystem", "{dirmode: 0o750, followlinks: true}");
        assertThat(refusals(drivers, "filesystem", "{dirmode: 493}"))
                .containsExactly(
                        "storage.filesystem: dirmode is not a mode in octal digits, in quotes, such as \"0750\"");
        assertThat(refusals(drivers, "filesystem", "{filemode: '444'}"))
                .containsExactly(
                        "storage.filesystem: filemode takes from the server's user what it needs, at least 0600");
    }

    @Test
    void anUnknownTypeIsRefusedWithTheKnownOnes() throws IOException {
        assertThat(refusals(drivers(tape("tape.jar")), "tap", "{}"))
                .containsExactly(
                        "storage.tap: there is no such storage driver; did you mean tape?; there are: azure, filesystem, inmemory, s3, s3aws, tape");
        assertThat(refusals(drivers(), "punchcards", "{}"))
                .containsExactly(
                        "storage.punchcards: there is no such storage driver; there are: azure, filesystem, inmemory, s3, s3aws");
    }

    @Test
    void twoOfOneTypeAreRefusedWithTheirJarsAndOthersCanStillBeChosen()
            throws IOException, InvalidConfigurationException {
        StorageDrivers drivers = drivers(
                tape("tape-1.jar"),
                jar().factory("OtherTape", "tape", "", FAILS).write(file("tape-2.jar")));
        assertThat(refusals(drivers, "tape", "{}"))
                .containsExactly("storage.tape: there is more than one such storage driver: tape-1.jar, tape-2.jar;"
                        + " there are: azure, filesystem, inmemory, s3, s3aws, tape");
        check(drivers, "filesystem", "{rootdirectory: /x}");
    }

    @Test
    void everyKeyThatTheDriverDoesNotKnowIsNamedWithThoseThatItKnows() throws IOException {
        assertThat(refusals(drivers(tape("tape.jar")), "tape", "{real: x, colour: {of: red}, speed: 3}"))
                .containsExactly(
                        "storage.tape.real: unknown key; did you mean reel?; there are: reel, speed",
                        "storage.tape.colour: unknown key; there are: reel, speed");
    }

    @Test
    void aKeyThatJavaWouldNotSpellSoIsKnownByItsOwnName() throws IOException, InvalidConfigurationException {
        String retries = "@dev.moorage.storage.spi.config.ConfigKey(\"max_retries\") Integer maxRetries";
        StorageDrivers drivers =
                drivers(jar().factory("Tape", "tape", retries, FAILS).write(file("tape.jar")));
        check(drivers, "tape", "{max_retries: 3}");
        assertThat(refusals(drivers, "tape", "{maxRetries: 3}"))
                .containsExactly(
                        "storage.tape.maxRetries: unknown key; did you mean max_retries?; there are: max_retries");
    }

    @Test
    void keysOfKeysAreNamedByTheirWholePath() throws IOException {
        Path jar = jar().source("Part", "public record Part(String name, int size) {}")
                .factory("Tape", "tape", "Part part", FAILS)
                .write(file("tape.jar"));
        assertThat(refusals(drivers(jar), "tape", "{part: {nam: x, size: 1}}"))
                .containsExactly("storage.tape.part.nam: unknown key; did you mean name?; there are: name, size");
        assertThat(refusals(drivers(jar), "tape", "{part: {size: large}}"))
                .singleElement()
                .asString()
                .startsWith("storage.tape.part.size: ")
                .contains("large");
    }

    @Test
    void aRefusalOfTheDriverHasItsOwnWords() throws IOException {
        Path jar =
                jar().source("Config", """
                        public record Config(String reel) {
                            public Config {
                                if (reel == null) throw new IllegalArgumentException("reel is missing");
                                if (reel.isEmpty()) throw new IllegalStateException("no\\n  such reel");
                            }
                        }
                        """).source("Tape", """
                        import dev.moorage.storage.spi.*;
                        public final class Tape implements StorageDriverFactory<Config> {
                            public String type() { return "tape"; }
                            public Class<Config> configType() { return Config.class; }
                            public StorageDriver open(Config config, DriverContext context) { return null; }
                        }
                        """).promise("Tape").write(file("tape.jar"));
        assertThat(refusals(drivers(jar), "tape", "{}")).containsExactly("storage.tape: reel is missing");
        assertThat(refusals(drivers(jar), "tape", "{real: 4}"))
                .containsExactly("storage.tape.real: unknown key; did you mean reel?; there are: reel");
        assertThat(refusals(drivers(jar), "tape", "{reel: ''}"))
                .containsExactly("storage.tape: IllegalStateException: no such reel");
        assertThat(refusals(drivers(jar), "tape", "reel")).containsExactly("storage.tape: is not a mapping");
    }

    @Test
    void aDriverThatCannotOpenSaysWhy() throws IOException {
        assertThat(failure(drivers(tape("tape.jar")), "tape"))
                .isEqualTo("storage.tape: could not be opened: the tape is torn");
    }

    @Test
    void aDriverThatFallsOverWhileItOpensIsNoCrash() throws IOException {
        Path jar = jar().factory("Falls", "falls", "", "throw new IllegalStateException(\"oops\");")
                .factory("Empty", "empty", "", "return null;")
                .source("Library", "public final class Library { public static StorageDriverStub open; }")
                .source("StorageDriverStub", "public interface StorageDriverStub {}")
                .factory("Lonely", "lonely", "", "throw new java.io.IOException(\"\" + Library.open);")
                .without("Library")
                .write(file("falls.jar"));
        StorageDrivers drivers = drivers(jar);
        assertThat(failure(drivers, "falls"))
                .isEqualTo("storage.falls: could not be opened: IllegalStateException: oops");
        assertThat(failure(drivers, "empty")).startsWith("storage.empty: could not be opened: NullPointerException: ");
        assertThat(failure(drivers, "lonely"))
                .isEqualTo("storage.lonely: could not be opened: falls.jar: NoClassDefFoundError: com/example/Library,"
                        + " caused by ClassNotFoundException: com.example.Library");
    }

    @Test
    void aJarThatCannotBeLoadedIsNamedAndHidesNoOther() throws IOException {
        Path missing = jar().promise("Missing").write(file("a-missing.jar"));
        StorageDrivers drivers = drivers(missing, tape("tape.jar"));
        assertThat(drivers.overview().found())
                .extracting(FoundDriver::type)
                .containsExactly("azure", "filesystem", "inmemory", "s3", "s3aws", "tape");
        assertThat(refusals(drivers, "tape", "{}"))
                .containsExactly("storage.tape: a storage driver cannot be used: a-missing.jar:"
                        + " ServiceConfigurationError: Provider com.example.Missing not found;"
                        + " there are: azure, filesystem, inmemory, s3, s3aws, tape");
    }

    @Test
    void everyKindOfBrokenJarIsReportedInOneLine() throws IOException {
        Path newer = jar().factory("Newer", "newer", "", FAILS)
                .changed(DriverJar::ofAFutureJava)
                .write(file("newer.jar"));
        Path alien = jar().source("Alien", "public final class Alien {}")
                .promise("Alien")
                .write(file("alien.jar"));
        Path stillborn = jar().source("Stillborn", """
                        import dev.moorage.storage.spi.*;
                        public final class Stillborn implements StorageDriverFactory<Stillborn.Config> {
                            public record Config() {}
                            public Stillborn() { throw new IllegalStateException("no such device"); }
                            public String type() { return "stillborn"; }
                            public Class<Config> configType() { return Config.class; }
                            public StorageDriver open(Config config, DriverContext context) { return null; }
                        }
                        """).promise("Stillborn").write(file("stillborn.jar"));
        Path orphan = jar().source("Parent", "public class Parent {}")
                .source("Orphan", "public final class Orphan extends Parent {}")
                .promise("Orphan")
                .without("Parent")
                .write(file("orphan.jar"));
        Path shouting = jar().factory("Shouting", "TAPE!", "", FAILS).write(file("shouting.jar"));
        assertThat(broken(drivers(newer)))
                .singleElement()
                .asString()
                .startsWith("newer.jar: it is built for Java 156, and the server runs on Java 25");
        assertThat(broken(drivers(alien)))
                .containsExactly("alien.jar: ServiceConfigurationError: com.example.Alien not a subtype");
        assertThat(broken(drivers(stillborn)))
                .containsExactly("stillborn.jar: ServiceConfigurationError: Provider com.example.Stillborn could not be"
                        + " instantiated, caused by IllegalStateException: no such device");
        assertThat(broken(drivers(orphan)))
                .containsExactly("orphan.jar: NoClassDefFoundError: com/example/Parent,"
                        + " caused by ClassNotFoundException: com.example.Parent");
        assertThat(broken(drivers(shouting)))
                .containsExactly("shouting.jar: the type \"TAPE!\" is not of small letters and digits,"
                        + " so nothing can choose it");
        assertThat(broken(drivers(newer, alien, stillborn, orphan, shouting))).hasSize(5);
    }
}
