package dev.moorage.bootstrap.drivers;

import java.net.URL;
import java.net.URLClassLoader;

/**
 * The classes of a storage driver and of its own libraries. They are found behind the JDK and {@link SharedClasses}, and not
 * behind the libraries of the server. It stays open until the process ends: a thread of a driver may load a class after the
 * driver was closed.
 */
final class DriverClasses extends URLClassLoader {
    DriverClasses(String name, URL[] jars, ClassLoader server) {
        super(name, jars, new SharedClasses(server));
    }

    /** Code that runs with these classes as those of its thread. */
    @FunctionalInterface
    interface Body<T, X extends Exception> {
        T run() throws X;
    }

    /**
     * Runs code with this class loader as that of the thread, since libraries look up their services there. Threads that the
     * code starts inherit it.
     */
    <T, X extends Exception> T within(Body<T, X> body) throws X {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return body.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
