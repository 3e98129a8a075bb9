package dev.moorage.application.port.out.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.blob.ByteRange;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What japicmp does not see of the port as it was: a driver's {@code switch} over a sealed type or an enum has no branch for
 * what is added to it. See docs/adr/0007.
 */
class GuardedPortTest {
    private static final Path BASELINE = Path.of("src/api/storage-port.jar");

    @Test
    void nothingIsAddedToTheAlternativesThatDriversKnow() throws IOException, ClassNotFoundException {
        Map<String, List<String>> then = new TreeMap<>();
        Map<String, List<String>> now = new TreeMap<>();
        try (JarFile jar = new JarFile(BASELINE.toFile());
                URLClassLoader old = new URLClassLoader(
                        new URL[] {BASELINE.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            List<String> names = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
            assertThat(names).contains(StorageDriver.class.getName(), ByteRange.class.getName());
            for (String name : names) {
                then.put(name, alternatives(Class.forName(name, false, old)));
                now.put(name, alternatives(Class.forName(name)));
            }
        }
        assertThat(then.get(WriteCondition.class.getName())).isNotEmpty();
        assertThat(now).isEqualTo(then);
    }

    private static List<String> alternatives(Class<?> type) {
        Stream<String> names = Stream.empty();
        if (type.isSealed()) {
            names = Stream.of(type.getPermittedSubclasses()).map(Class::getName);
        } else if (type.isEnum()) {
            names = Stream.of(type.getFields())
                    .filter(field -> field.isEnumConstant())
                    .map(field -> field.getName());
        }
        return names.sorted().toList();
    }
}
