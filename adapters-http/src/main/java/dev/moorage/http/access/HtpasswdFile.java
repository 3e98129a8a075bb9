package dev.moorage.http.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The users of an htpasswd file and the hashes of their passwords: bcrypt only, as in Distribution. Lines that hold something
 * else are ignored, blank ones and those that begin with {@code #} too. The last line of a user counts, whatever it holds.
 */
final class HtpasswdFile {
    private static final int COST = 10;
    private static final Pattern BCRYPT = Pattern.compile("\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

    private static final BCrypt.Verifyer VERIFYER =
            BCrypt.verifyer(BCrypt.Version.VERSION_2Y, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2Y));

    private final Map<String, byte[]> hashes = new HashMap<>();
    private final List<Integer> ignored = new ArrayList<>();

    HtpasswdFile(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String entry = lines.get(i).strip();
            if (!entry.isEmpty() && !entry.startsWith("#") && !take(entry)) {
                ignored.add(i + 1);
            }
        }
    }

    private boolean take(String entry) {
        int colon = entry.indexOf(':');
        if (colon < 1) {
            return false;
        }
        String user = entry.substring(0, colon);
        String hash = entry.substring(colon + 1);
        if (!BCRYPT.matcher(hash).matches()) {
            hashes.remove(user);
            return false;
        }
        hashes.put(user, hash.getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    /** The numbers of the lines that would be of users and are not {@code <user>:<bcrypt hash>}; the first line is 1. */
    List<Integer> ignored() {
        return List.copyOf(ignored);
    }

    Optional<byte[]> hash(String user) {
        return Optional.ofNullable(hashes.get(user));
    }

    /** A hash that no password has, and that costs as much to check as one of a user. */
    static byte[] hashOfNobody() {
        return BCrypt.withDefaults().hash(COST, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Takes as long as it takes, whatever the answer. Of a longer password the first 72 bytes count, for all versions of bcrypt:
     * so do Go, which Distribution verifies with, and crypt(3), which made the hash.
     */
    static boolean verify(byte[] password, byte[] hash) {
        return VERIFYER.verify(password, hash).verified;
    }
}
