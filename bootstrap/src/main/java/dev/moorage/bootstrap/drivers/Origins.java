package dev.moorage.bootstrap.drivers;

import java.net.URL;
import java.security.CodeSource;
import java.util.Optional;

/** Returns the names of the files that classes and resources come from. */
final class Origins {
    private Origins() {}

    /** Returns the jar or folder of a class. */
    static String ofClass(Class<?> type) {
        return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(URL::getPath)
                .map(Origins::lastName)
                .orElse("the Java runtime");
    }

    /** Returns the jar or folder of a resource. */
    static String ofResource(URL resource, String name) {
        String path = resource.getPath();
        return lastName(path.endsWith(name) ? path.substring(0, path.length() - name.length()) : path);
    }

    private static String lastName(String path) {
        int end = path.length();
        while (end > 0 && (path.charAt(end - 1) == '/' || path.charAt(end - 1) == '!')) {
            end--;
        }
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }
}
