package dev.moorage.http.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The users of an htpasswd file and the hashes of their passwords: bcrypt only, as in Distribution. */
final class HtpasswdFile {
    private static final int COST = 10;

    private final Map<String, byte[]> hashes = new HashMap<>();

    /**
     * @throws IllegalArgumentException when a line is none of {@code user:bcrypt}
     */
    HtpasswdFile(List<String> lines) {
        for (String line : lines) {
            String entry = line.strip();
            if (!entry.isEmpty() && !entry.startsWith("#")) {
                int colon = entry.indexOf(':');
                if (colon < 1 || !entry.startsWith("$2", colon + 1)) {
                    throw new IllegalArgumentException("an htpasswd line is not <user>:<bcrypt hash>");
                }
                hashes.put(entry.substring(0, colon), entry.substring(colon + 1).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    Optional<byte[]> hash(String user) {
        return Optional.ofNullable(hashes.get(user));
    }

    /** A hash that no password has, and that costs as much to check as one of a user. */
    static byte[] hashOfNobody() {
        return BCrypt.withDefaults().hash(COST, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Takes as long as it takes, whatever the answer. */
    static boolean verify(byte[] password, byte[] hash) {
        return BCrypt.verifyer().verify(password, hash).verified;
    }
}
