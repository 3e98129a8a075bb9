package dev.moorage.bootstrap.drivers;

import dev.moorage.storage.spi.StorageDriverFactory;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.slf4j.LoggerFactory;

/** A jar with a storage driver, compiled while the test runs, as a third party would build it. */
public final class DriverJar {
    private final Path folder;
    private final Manifest manifest = new Manifest();
    private final List<Path> sources = new ArrayList<>();
    private final List<Path> libraries = new ArrayList<>();
    private final List<String> promised = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private UnaryOperator<byte[]> change = UnaryOperator.identity();

    /**
     * @param folder for what is needed on the way
     */
    public DriverJar(Path folder) {
        this.folder = folder;
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /** What the manifest says. */
    public DriverJar version(String version) {
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        return this;
    }

    /** A class of the package {@code com.example}. */
    public DriverJar source(String name, String text) throws IOException {
        return source("com.example", name, text);
    }

    /** A class of a library. */
    public DriverJar source(String packageName, String name, String text) throws IOException {
        Path file = folder.resolve("src").resolve(packageName).resolve(name + ".java");
        Files.createDirectories(file.getParent());
        sources.add(Files.writeString(file, "package " + packageName + ";\n" + text));
        return this;
    }

    /** A jar that the classes are compiled against, and that is not part of this one. */
    public DriverJar library(Path jar) {
        libraries.add(jar);
        return this;
    }

    /** Adds a factory of the given type and body, and declares it as a service. */
    public DriverJar factory(String name, String type, String config, String open) throws IOException {
        return source(name, """
                        import dev.moorage.storage.spi.*;
                        public final class %s implements StorageDriverFactory<%s.Config> {
                            public record Config(%s) {}
                            @Override public String type() { return "%s"; }
                            @Override public Class<Config> configType() { return Config.class; }
                            @Override public StorageDriver open(Config config, DriverContext context) throws java.io.IOException {
                                %s
                            }
                        }
                        """.formatted(name, name, config, type, open)).promise(name);
    }

    /** A line of the service's file. */
    public DriverJar promise(String name) {
        promised.add("com.example." + name);
        return this;
    }

    /** A class that is there when the others are compiled, and not in the jar. */
    public DriverJar without(String name) {
        leftOut.add(name + ".class");
        return this;
    }

    /** A name of the storage port that every class has instead of another one of the same length. */
    public DriverJar renamed(String name, String other) {
        return changed(classFile -> {
            String text = new String(classFile, StandardCharsets.ISO_8859_1);
            return text.replace(name, other).getBytes(StandardCharsets.ISO_8859_1);
        });
    }

    /** Something that happens to every class. */
    public DriverJar changed(UnaryOperator<byte[]> classFile) {
        change = classFile;
        return this;
    }

    /** A class file as a Java that is not there yet would write it: its version is in bytes 6 and 7. */
    static byte[] ofAFutureJava(byte[] classFile) {
        byte[] future = classFile.clone();
        future[6] = 0;
        future[7] = (byte) 200;
        return future;
    }

    /** Makes the jar. */
    public Path write(Path jar) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes-" + jar.getFileName()));
        if (!sources.isEmpty()) {
            compile(classes);
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path file : compiled.filter(Files::isRegularFile).toList()) {
                if (!leftOut.contains(file.getFileName().toString())) {
                    add(
                            entries,
                            classes.relativize(file).toString().replace('\\', '/'),
                            change.apply(Files.readAllBytes(file)));
                }
            }
            if (!promised.isEmpty()) {
                String service = String.join("\n", promised) + "\n";
                add(
                        entries,
                        "META-INF/services/" + StorageDriverFactory.class.getName(),
                        service.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            String classPath = Stream.concat(
                            libraries.stream().map(Path::toString),
                            Stream.of(StorageDriverFactory.class, LoggerFactory.class)
                                    .map(DriverJar::location))
                    .collect(Collectors.joining(File.pathSeparator));
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-d", classes.toString(), "-cp", classPath, "-proc:none"),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new IllegalStateException(messages.toString());
            }
        }
    }

    private static String location(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    private static void add(JarOutputStream entries, String name, byte[] content) throws IOException {
        entries.putNextEntry(new JarEntry(name));
        entries.write(content);
        entries.closeEntry();
    }
}
