package dev.moorage.bootstrap.config;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the Unix domain socket of {@code http.net: unix}: the path in {@code http.addr}, and {@code http.socketmode}. */
final class SocketSection {
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");

    /** The permissions in the order of a mode's bits, from the lowest. */
    private static final PosixFilePermission[] PERMISSIONS = {
        PosixFilePermission.OTHERS_EXECUTE,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_READ
    };

    private SocketSection() {}

    /** Returns the socket, or empty for a server on a TCP port. */
    static Optional<Configuration.Socket> read(Section http, Problems problems) {
        String mode = http.text("socketmode").orElse("660");
        if (!OCTAL.matcher(mode).matches()) {
            problems.error(http.path("socketmode"), "is not the mode of a file, such as 0660");
            return Optional.empty();
        }
        return http.text("net").filter("unix"::equals).isEmpty()
                ? Optional.empty()
                : http.text("addr").map(path -> new Configuration.Socket(Path.of(path), permissions(mode)));
    }

    private static Set<PosixFilePermission> permissions(String mode) {
        int bits = Integer.parseInt(mode, 8);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < PERMISSIONS.length; bit++) {
            if ((bits >> bit & 1) == 1) {
                permissions.add(PERMISSIONS[bit]);
            }
        }
        return permissions;
    }
}
