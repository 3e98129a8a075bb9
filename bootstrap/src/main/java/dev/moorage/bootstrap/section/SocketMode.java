package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Section;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code http.socketmode}: the mode of the socket's file, in octal digits. */
final class SocketMode {
    /** Read and write permission for the server's user and group: 0660. */
    static final Set<PosixFilePermission> DEFAULT = PosixFilePermissions.fromString("rw-rw----");

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

    private SocketMode() {}

    static Set<PosixFilePermission> read(Section section, String name, Set<PosixFilePermission> otherwise) {
        return section.parsed(
                name,
                otherwise,
                text -> Optional.of(text)
                        .filter(mode -> OCTAL.matcher(mode).matches())
                        .map(mode -> permissions(Integer.parseInt(mode, 8))),
                "is not the mode of a file, such as 0660");
    }

    private static Set<PosixFilePermission> permissions(int bits) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < PERMISSIONS.length; bit++) {
            if ((bits >> bit & 1) == 1) {
                permissions.add(PERMISSIONS[bit]);
            }
        }
        return permissions;
    }
}
