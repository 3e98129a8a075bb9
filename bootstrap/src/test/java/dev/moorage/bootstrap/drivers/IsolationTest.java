package dev.moorage.bootstrap.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Drivers in folders of their own, with libraries of their own. */
class IsolationTest {
    private static final String FAILS = "throw new java.io.IOException(\"the tape is torn\");";

    @TempDir
    private Path folder;

    private Path added;
    private Path bundled;

    @BeforeEach
    void makeFolders() throws IOException {
        added = Files.createDirectories(folder.resolve("drivers"));
        bundled = Files.createDirectories(folder.resolve("lib/drivers"));
        Files.createDirectories(added.resolve("tape"));
    }

    private DriverJar jar(String work) {
        return new DriverJar(folder.resolve(work));
    }

    private Path tape(String name, String open) throws IOException {
        return jar("work")
                .factory("Tape", "tape", "", open)
                .write(added.resolve("tape").resolve(name));
    }

    private StorageDrivers drivers() {
        return StorageDrivers.in(
                getClass().getClassLoader(), new DriverFolders(Optional.of(bundled), Optional.of(added)));
    }

    private StorageDriver open() throws InvalidConfigurationException, IOException {
        return drivers()
                .choose("tape")
                .open(
                        JsonMapper.builder().build().createObjectNode(),
                        StorageDrivers.Use.WRITING,
                        DriverUnderTest.context());
    }

    private void assertThatOpeningSays(String reason) {
        assertThatIOException().isThrownBy(this::open).withMessage("storage.tape: could not be opened: " + reason);
    }

    @Test
    void aLibraryOfTheDriverWinsOverThatOfTheServer() throws Exception {
        Path old = jar("old")
                .source(
                        "com.google.common.base",
                        "Joiner",
                        "public final class Joiner { public static String age() { return \"old\"; } }")
                .write(added.resolve("tape/guava.jar"));
        jar("work")
                .library(old)
                .factory("Tape", "tape", "", "throw new java.io.IOException(com.google.common.base.Joiner.age());")
                .write(added.resolve("tape/tape.jar"));
        assertThatOpeningSays("old");
        assertThat(Class.forName("com.google.common.base.Joiner").getMethods())
                .noneMatch(method -> method.getName().equals("age"));
    }

    @Test
    void librariesOfTheServerAreHidden() throws IOException {
        tape("tape.jar", """
                for (String name : new String[] {"tools.jackson.databind.JsonNode", "ch.qos.logback.classic.Logger",
                        "dev.moorage.domain.digest.Digest", "dev.moorage.storage.fs.FilesystemConfig"}) {
                    try {
                        throw new java.io.IOException("there is " + Class.forName(name));
                    } catch (ClassNotFoundException e) {
                        continue;
                    }
                }
                throw new java.io.IOException("none");
                """);
        assertThatOpeningSays("none");
    }

    @Test
    void theLogOfTheServerAndTheJdkAreShared() throws IOException {
        tape("tape.jar", """
                throw new java.io.IOException(org.slf4j.LoggerFactory.getILoggerFactory().getClass().getName()
                        + " " + java.sql.Connection.class.getName());
                """);
        assertThatOpeningSays("ch.qos.logback.classic.LoggerContext java.sql.Connection");
    }

    @Test
    void theThreadHasTheClassesOfTheDriverWhileItIsCalled() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        jar("work")
                .source("Spy", """
                        import dev.moorage.storage.spi.*;
                        import dev.moorage.storage.spi.object.*;
                        final class Spy extends ForwardingStorageDriver {
                            @Override protected StorageDriver delegate() { throw new UnsupportedOperationException(); }
                            @Override public StorageLimits limits() { return new StorageLimits(0, 0); }
                            @Override public java.util.Optional<ObjectInfo> stat(ObjectKey key) throws java.io.IOException {
                                throw new java.io.IOException(Thread.currentThread().getContextClassLoader().getName());
                            }
                        }
                        """)
                .factory("Tape", "tape", "", "return new Spy();")
                .write(added.resolve("tape/tape.jar"));
        StorageDriver driver = drivers()
                .choose("tape")
                .open(
                        JsonMapper.builder().build().createObjectNode(),
                        StorageDrivers.Use.READING,
                        DriverUnderTest.context());
        assertThatIOException()
                .isThrownBy(() -> driver.stat(new ObjectKey("a")))
                .withMessage("driver tape");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void aDriverThatDoesNotFitIsNotOpened() throws IOException {
        jar("work")
                .source("Torn", """
                        import dev.moorage.storage.spi.*;
                        final class Torn extends ForwardingStorageDriver {
                            @Override protected StorageDriver delegate() { throw new UnsupportedOperationException("no reel"); }
                            @Override public StorageLimits limits() { return new StorageLimits(0, 0); }
                            @Override public HealthStatus check() { return new HealthStatus.Healthy(); }
                            @Override public void close() { System.setProperty("moorage.test.torn", "closed"); }
                        }
                        """)
                .factory("Tape", "tape", "", "return new Torn();")
                .write(added.resolve("tape/tape.jar"));
        assertThatOpeningSays("tape.jar: its method put does not work: UnsupportedOperationException: no reel");
        assertThat(System.clearProperty("moorage.test.torn")).isEqualTo("closed");
    }

    private static List<String> refusals(StorageDrivers drivers, String type) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> drivers.choose(type))
                .errors();
    }

    private void assertRefused(String problem) {
        assertThat(refusals(drivers(), "tape"))
                .singleElement()
                .asString()
                .startsWith("storage.tape: a storage driver cannot be used: " + problem + "; there are: ");
    }

    @Test
    void aCutJarIsNamed() throws IOException {
        Path jar = tape("tape.jar", FAILS);
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        assertRefused("tape.jar: the jar cannot be read: ZipException: zip END header not found");
    }

    @Test
    void twoVersionsOfADriverInOneFolderAreNamed() throws IOException {
        Path one = tape("tape-1.jar", FAILS);
        Files.copy(one, one.resolveSibling("tape-2.jar"));
        assertRefused("tape-2.jar: the driver com.example.Tape is also in tape-1.jar. Keep one of the two");
    }

    @Test
    void aJarWithoutADriverIsNamed() throws IOException {
        tape("tape.jar", FAILS);
        jar("old").source("org.sqlite", "Db", "class Db {}").write(added.resolve("sqlite.jar"));
        assertRefused("sqlite.jar: there is no storage driver in it. The libraries of a driver are next to its jar,"
                + " in a folder of their own");
    }

    private DriverJar complete() throws IOException {
        return jar("work").source("Reel", """
                        import dev.moorage.storage.spi.*;
                        import dev.moorage.storage.spi.object.*;
                        final class Reel extends ForwardingStorageDriver {
                            @Override protected StorageDriver delegate() { return null; }
                            @Override public void sync(ObjectKey key) { key.segments(); }
                        }
                        """).factory("Tape", "tape", "", "return new Reel();");
    }

    @Test
    void aDriverForAnotherVersionOfThePortIsRefusedByWhatItNeeds() throws IOException {
        complete().renamed("segments", "sections").write(added.resolve("tape/tape.jar"));
        assertRefused("tape.jar: it is built for another version of the storage port: com.example.Reel needs"
                + " dev.moorage.storage.spi.object.ObjectKey.sections()Ljava/util/List;");
    }

    @Test
    void aDriverThatNeedsAClassThatThePortLacksIsRefused() throws IOException {
        complete().renamed("object/ObjectKey", "object/ObjectCue").write(added.resolve("tape/tape.jar"));
        assertThat(refusals(drivers(), "tape"))
                .singleElement()
                .asString()
                .contains("tape.jar: it is built for another version of the storage port: com.example.Reel needs"
                        + " dev.moorage.storage.spi.object.ObjectCue");
    }

    @Test
    void aDriverWithoutAMethodOfThePortIsRefused() throws IOException {
        complete().renamed("configType", "configKind").write(added.resolve("tape/tape.jar"));
        assertRefused("tape.jar: it is built for another version of the storage port: com.example.Tape does not have"
                + " StorageDriverFactory.configType");
    }

    @Test
    void aDriverOfThePackageIsReadWhenItIsChosen() throws Exception {
        Files.createDirectories(bundled.resolve("tape"));
        Files.createDirectories(bundled.resolve("azure"));
        jar("work").factory("Tape", "tapelong", "", FAILS).write(bundled.resolve("tape/tape.jar"));
        Path cut = Files.write(bundled.resolve("azure/cut.jar"), new byte[4]);
        Files.delete(added.resolve("tape"));
        StorageDrivers drivers = drivers();
        assertThat(drivers.choose("tapelong").origin()).isEqualTo("tape.jar");
        assertThat(drivers.choose("filesystem").isOnClassPath()).isTrue();
        assertThat(drivers.overview().broken()).singleElement().asString().startsWith(cut.getFileName() + ": ");
        assertThat(drivers.overview().found()).extracting(FoundDriver::type).contains("tapelong", "filesystem");
    }

    @Test
    void aDriverOfOneTypeWithOneOfThePackageIsNamedWithIt() throws IOException {
        Files.createDirectories(bundled.resolve("tape"));
        jar("own").factory("Own", "tape", "", FAILS).write(bundled.resolve("tape/own.jar"));
        tape("tape.jar", FAILS);
        assertThat(refusals(drivers(), "tape"))
                .singleElement()
                .asString()
                .startsWith("storage.tape: there is more than one such storage driver: own.jar, tape.jar; ");
    }
}
