package dev.moorage.bootstrap.drivers;

import java.util.List;

/**
 * What a storage driver in a folder of its own sees of the server: the storage port, slf4j and the annotations of JSpecify, on
 * top of the JDK. All other classes of the server are hidden from it, so their versions do not matter to it.
 */
final class SharedClasses extends ClassLoader {
    private static final List<String> PACKAGES = List.of("dev.moorage.storage.spi.", "org.slf4j.", "org.jspecify.");

    private final ClassLoader server;

    /** @param server the class loader of the server */
    SharedClasses(ClassLoader server) {
        super("shared with drivers", ClassLoader.getPlatformClassLoader());
        this.server = server;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (PACKAGES.stream().anyMatch(name::startsWith)) {
            return server.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
