package dev.moorage.bootstrap.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Drivers in jars of other people, good ones and broken ones. */
class StorageDriversTest {
    private static final String FAILS = "throw new java.io.IOException(\"the tape is torn\");";

    @TempDir
    private Path folder;

    private final List<URLClassLoader> loaders = new ArrayList<>();

    @AfterEach
    void closeJars() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

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

    private StorageDrivers drivers(Path... jars) {
        URL[] urls =
                Stream.of(jars).map(Path::toUri).map(StorageDriversTest::url).toArray(URL[]::new);
        URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader());
        loaders.add(loader);
        return StorageDrivers.from(loader);
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static StorageConfig storage(String type, String yaml) {
        JsonNode parameters = YAMLMapper.builder().build().readTree(yaml);
        return new StorageConfig(type, parameters, true);
    }

    private static List<String> refusals(StorageDrivers drivers, String type, String yaml) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> drivers.check(storage(type, yaml)))
                .errors();
    }

    private static String failure(StorageDrivers drivers, String type) {
        DriverContext context = DriverUnderTest.context();
        return catchThrowableOfType(
                        IOException.class, () -> drivers.open(storage(type, "{}"), StorageDrivers.Use.WRITING, context))
                .getMessage();
    }

    @Test
    void aDriverIsKnownByItsTypeVersionOriginAndKeys() throws IOException {
        StorageDrivers drivers = drivers(tape("tape-driver.jar"));
        assertThat(drivers.broken()).isEmpty();
        assertThat(drivers.found())
                .extracting(FoundDriver::type)
                .containsExactly("azure", "filesystem", "inmemory", "s3", "s3aws", "tape");
        FoundDriver<?> tape = drivers.found().getLast();
        assertThat(tape.version()).isEqualTo(Optional.of("2.1"));
        assertThat(tape.origin()).isEqualTo("tape-driver.jar");
        assertThat(tape.keys()).containsExactly("reel", "speed");
    }

    @Test
    void modesAreOctalDigitsHoweverYamlReadsThem() throws Exception {
        StorageDrivers drivers = drivers();
        drivers.check(storage("filesystem", "{dirmode: '0750', filemode: '640', privatestate: false}"));
        drivers.check(storage("filesystem", "{dirmode: 0o750, followlinks: true}"));
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
        drivers.check(storage("filesystem", "{rootdirectory: /x}"));
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
        String retries = "@com.fasterxml.jackson.annotation.JsonProperty(\"max_retries\") Integer maxRetries";
        StorageDrivers drivers =
                drivers(jar().factory("Tape", "tape", retries, FAILS).write(file("tape.jar")));
        drivers.check(storage("tape", "{max_retries: 3}"));
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
                .isEqualTo("storage.lonely: could not be opened: NoClassDefFoundError: com/example/Library,"
                        + " caused by ClassNotFoundException: com.example.Library");
    }

    @Test
    void aJarThatCannotBeLoadedIsNamedAndHidesNoOther() throws IOException {
        Path missing = jar().promise("Missing").write(file("a-missing.jar"));
        StorageDrivers drivers = drivers(missing, tape("tape.jar"));
        assertThat(drivers.found())
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
        assertThat(drivers(newer).broken())
                .singleElement()
                .asString()
                .startsWith(
                        "newer.jar: UnsupportedClassVersionError: com/example/Newer has been compiled by a more recent");
        assertThat(drivers(alien).broken())
                .containsExactly("alien.jar: ServiceConfigurationError: com.example.Alien not a subtype");
        assertThat(drivers(stillborn).broken())
                .containsExactly("stillborn.jar: ServiceConfigurationError: Provider com.example.Stillborn could not be"
                        + " instantiated, caused by IllegalStateException: no such device");
        assertThat(drivers(orphan).broken())
                .containsExactly("orphan.jar: NoClassDefFoundError: com/example/Parent,"
                        + " caused by ClassNotFoundException: com.example.Parent");
        assertThat(drivers(shouting).broken())
                .containsExactly("shouting.jar: the type \"TAPE!\" is not of small letters and digits,"
                        + " so nothing can choose it");
        assertThat(drivers(newer, alien, stillborn, orphan, shouting).broken()).hasSize(5);
    }
}
