package dev.moorage.storage.fs;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code storage.filesystem} of Distribution's configuration, and keys of ours.
 *
 * @param rootdirectory where everything is; Distribution's default where it is left out
 * @param maxthreads accepted for compatibility: requests run on virtual threads here, and there is nothing to limit
 * @param dirmode ours: the mode of folders, in octal digits; where it is left out, what the umask leaves of 0777
 * @param filemode ours: the mode of files, in octal digits; where it is left out, what the umask leaves of 0666
 * @param privatestate ours: whether locks, temporary files and the state of uploads are for the server's user alone; true
 *     where it is left out
 * @param followlinks ours: whether {@code blobs} and the folders of repositories may be symbolic links; false where it is left
 *     out
 */
public record FilesystemConfig(
        @Nullable String rootdirectory,
        @Nullable Integer maxthreads,
        @Nullable String dirmode,
        @Nullable String filemode,
        @Nullable Boolean privatestate,
        @Nullable Boolean followlinks) {
    private static final String DISTRIBUTION_DEFAULT = "/var/lib/registry";
    private static final Pattern OCTAL = Pattern.compile("(0o)?[0-7]{3,5}");
    private static final int OWNER_READS_WRITES_ENTERS = 0700;
    private static final int OWNER_READS_WRITES = 0600;
    /** Permissions, and for folders the bits that hand the group on and keep others from removing. */
    private static final int FOLDER_BITS = 03777;

    private static final int FILE_BITS = 0666;

    public FilesystemConfig {
        if (rootdirectory == null) {
            rootdirectory = DISTRIBUTION_DEFAULT;
        }
        if (rootdirectory.isBlank()) {
            throw new IllegalArgumentException("rootdirectory is empty");
        }
        mode("dirmode", dirmode, OWNER_READS_WRITES_ENTERS, FOLDER_BITS);
        mode("filemode", filemode, OWNER_READS_WRITES, FILE_BITS);
    }

    FilesystemOptions options() {
        return new FilesystemOptions(
                new FileModes(
                        mode("dirmode", dirmode, OWNER_READS_WRITES_ENTERS, FOLDER_BITS),
                        mode("filemode", filemode, OWNER_READS_WRITES, FILE_BITS),
                        privatestate == null || privatestate),
                followlinks != null && followlinks);
    }

    /** Some readers of YAML take 0755 for octal and give 493, which is refused here: its digits give the owner too little. */
    private static Optional<Integer> mode(String key, @Nullable String text, int needed, int possible) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        if (!OCTAL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    key + " is not a mode in octal digits, in quotes, such as \"" + octal(needed | 050) + "\"");
        }
        int mode = Integer.parseInt(text.startsWith("0o") ? text.substring(2) : text, 8);
        if ((mode & needed) != needed) {
            throw new IllegalArgumentException(
                    key + " takes from the server's user what it needs, at least " + octal(needed));
        }
        if ((mode & ~possible) != 0) {
            throw new IllegalArgumentException(key + " has bits that it cannot have, at most " + octal(possible));
        }
        return Optional.of(mode);
    }

    private static String octal(int mode) {
        return "0" + Integer.toOctalString(mode);
    }
}
