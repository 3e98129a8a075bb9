package dev.moorage.bootstrap.drivers;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Compares what the classes of a jar use of the storage port with the port of this server. Java links a class when it first
 * runs, so a driver for another version of the port would otherwise fail in the middle of a push.
 */
final class PortUse {
    private static final String PORT = "dev/moorage/storage/spi/";
    /** The version of a class file is that of Java and 44 more. It is in the bytes 6 and 7. */
    private static final int OF_JAVA = 44;

    private final ClassLoader classes;
    private final List<ClassModel> users = new ArrayList<>();

    private PortUse(ClassLoader classes) {
        this.classes = classes;
    }

    /**
     * Returns the first thing that does not fit, or empty where everything does.
     *
     * @param classes the class loader that reads the jar
     * @throws IOException the jar cannot be read
     */
    static Optional<String> mismatch(Path jar, ClassLoader classes) throws IOException {
        PortUse use = new PortUse(classes);
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (isOfDriver(entry.getName())) {
                    try (InputStream in = file.getInputStream(entry)) {
                        Optional<String> newer = use.read(in.readAllBytes());
                        if (newer.isPresent()) {
                            return newer;
                        }
                    }
                }
            }
        }
        return use.references().or(use::unimplemented);
    }

    /** A copy of the port in a jar is never loaded: the server's own is. */
    private static boolean isOfDriver(String entry) {
        return entry.endsWith(".class") && !entry.startsWith("META-INF/") && !entry.startsWith(PORT);
    }

    /** Reads a class, and returns the message for one that this Java cannot read. */
    private Optional<String> read(byte[] file) {
        if (!new String(file, StandardCharsets.ISO_8859_1).contains(PORT)) {
            return Optional.empty();
        }
        int java = ((file[6] & 0xff) << 8 | file[7] & 0xff) - OF_JAVA;
        int running = Runtime.version().feature();
        if (java > running) {
            return Optional.of("it is built for Java " + java + ", and the server runs on Java " + running);
        }
        users.add(ClassFile.of().parse(file));
        return Optional.empty();
    }

    /** Looks for a use of a class, a field or a method that the port does not have. */
    private Optional<String> references() {
        for (ClassModel user : users) {
            for (PoolEntry entry : user.constantPool()) {
                Optional<String> missing = switch (entry) {
                    case ClassEntry type -> missing(type.asInternalName());
                    case MemberRefEntry member -> missing(member);
                    default -> Optional.empty();
                };
                if (missing.isPresent()) {
                    return Optional.of("it is built for another version of the storage port: " + name(user) + " needs "
                            + missing.get());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> missing(String type) {
        return type.startsWith(PORT) && find(type).isEmpty() ? Optional.of(type.replace('/', '.')) : Optional.empty();
    }

    private Optional<String> missing(MemberRefEntry member) {
        String owner = member.owner().asInternalName();
        if (!owner.startsWith(PORT)) {
            return Optional.empty();
        }
        String wanted = member.name().stringValue() + member.type().stringValue();
        return find(owner).filter(type -> has(type, wanted)).isPresent()
                ? Optional.empty()
                : Optional.of(owner.replace('/', '.') + "." + wanted);
    }

    private Optional<Class<?>> find(String internalName) {
        try {
            return Optional.of(Class.forName(internalName.replace('/', '.'), false, classes));
        } catch (ClassNotFoundException | LinkageError _) {
            return Optional.empty();
        }
    }

    private static boolean has(Class<?> type, String wanted) {
        Stream<Class<?>> above = Stream.concat(
                type.isInterface() ? Stream.of(Object.class) : Stream.ofNullable(type.getSuperclass()),
                Stream.of(type.getInterfaces()));
        return members(type).anyMatch(wanted::equals) || above.anyMatch(each -> has(each, wanted));
    }

    private static Stream<String> members(Class<?> type) {
        return Stream.of(
                        Stream.of(type.getDeclaredFields())
                                .map(field -> field.getName() + field.getType().descriptorString()),
                        Stream.of(type.getDeclaredMethods()).map(PortUse::signature),
                        Stream.of(type.getDeclaredConstructors())
                                .map(constructor -> "<init>" + parameters(constructor.getParameterTypes()) + "V"))
                .flatMap(names -> names);
    }

    private static String signature(Method method) {
        return method.getName()
                + parameters(method.getParameterTypes())
                + method.getReturnType().descriptorString();
    }

    private static String parameters(Class<?>[] types) {
        StringBuilder text = new StringBuilder("(");
        for (Class<?> type : types) {
            text.append(type.descriptorString());
        }
        return text.append(')').toString();
    }

    /** Looks for a class of the driver without a method that the port has. */
    private Optional<String> unimplemented() {
        for (ClassModel user : users) {
            Optional<Class<?>> type = find(user.thisClass().asInternalName());
            if (type.isPresent() && isComplete(type.get())) {
                Optional<Method> missing = unimplemented(type.get());
                if (missing.isPresent()) {
                    return Optional.of("it is built for another version of the storage port: " + name(user)
                            + " does not have "
                            + missing.get().getDeclaringClass().getSimpleName() + "."
                            + missing.get().getName());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Method> unimplemented(Class<?> type) {
        try {
            return Stream.of(type.getMethods())
                    .filter(method -> Modifier.isAbstract(method.getModifiers()))
                    .filter(method -> method.getDeclaringClass().getName().startsWith(PORT.replace('/', '.')))
                    .findFirst();
        } catch (LinkageError _) {
            return Optional.empty(); // The class needs a library that is absent, and may never be used.
        }
    }

    private static boolean isComplete(Class<?> type) {
        return !type.isInterface() && !Modifier.isAbstract(type.getModifiers());
    }

    private static String name(ClassModel user) {
        return user.thisClass().asInternalName().replace('/', '.');
    }
}
