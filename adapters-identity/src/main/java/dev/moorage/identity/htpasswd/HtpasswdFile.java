package dev.moorage.identity.htpasswd;

import dev.moorage.domain.access.Subject;
import dev.moorage.identity.password.PasswordHash;
import dev.moorage.identity.password.PasswordHashException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users of an htpasswd file with the hashes of their passwords. Hashes are bcrypt, as in Distribution, crypt(3) with SHA-2,
 * and Argon2id. Any other line is ignored, as are blank lines and those that begin with {@code #}. If a user has several lines
 * the last one counts. If that line has no such hash, the user is not in the file.
 */
final class HtpasswdFile {
    /**
     * A hash like that of a user, for a file without users. Its cost is the default of Go, and of {@code htpasswd -B} in most
     * versions.
     */
    private static final String USUAL = "$2y$10$" + ".".repeat(53);

    private final Map<String, PasswordHash> hashes = new HashMap<>();
    private final List<Integer> ignored = new ArrayList<>();
    private final List<PasswordHash> decoys = new ArrayList<>();

    /** @throws InvalidHtpasswdException a hash has a cost so high that a check would occupy a processor for long */
    HtpasswdFile(List<String> lines) throws InvalidHtpasswdException {
        for (int i = 0; i < lines.size(); i++) {
            String entry = lines.get(i).strip();
            if (!entry.isEmpty() && !entry.startsWith("#") && !take(entry, i + 1)) {
                ignored.add(i + 1);
            }
        }
        addDecoys();
    }

    private boolean take(String entry, int line) throws InvalidHtpasswdException {
        int colon = entry.indexOf(':');
        if (colon < 1) {
            return false;
        }
        String user = entry.substring(0, colon);
        if (user.isBlank() || user.length() > Subject.MAX_NAME || user.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        hashes.remove(user);
        parse(entry.substring(colon + 1), line).ifPresent(hash -> hashes.put(user, hash));
        return hashes.containsKey(user);
    }

    private static Optional<PasswordHash> parse(String hash, int line) throws InvalidHtpasswdException {
        try {
            return PasswordHash.parse(hash);
        } catch (PasswordHashException e) {
            throw new InvalidHtpasswdException(line, e);
        }
    }

    /**
     * Adds one decoy for each user, in the order of their costs. Each cost is then as frequent among the decoys as among the
     * users.
     */
    private void addDecoys() throws InvalidHtpasswdException {
        SecureRandom random = new SecureRandom();
        Map<String, PasswordHash> byCost = new HashMap<>();
        hashes.values().stream()
                .sorted(Comparator.comparing(PasswordHash::cost))
                .map(hash -> byCost.computeIfAbsent(hash.cost(), _ -> hash.decoy(random)))
                .forEach(decoys::add);
        if (decoys.isEmpty()) {
            parse(USUAL, 0).ifPresent(usual -> decoys.add(usual.decoy(random)));
        }
    }

    /** The numbers of the lines that look like users but have no hash that is supported. The first line is 1. */
    List<Integer> ignored() {
        return List.copyOf(ignored);
    }

    Optional<PasswordHash> hash(String user) {
        return Optional.ofNullable(hashes.get(user));
    }

    /**
     * Returns the hash that the password of an unknown user is compared with, so that the check takes as long as that of a
     * user.
     *
     * @param choice 64 bits that are always the same for a name, and that no client can compute
     * @return a hash without a password. Its cost is distributed over unknown names as the costs are over users.
     */
    PasswordHash decoy(long choice) {
        return decoys.get((int) Math.unsignedMultiplyHigh(choice, decoys.size()));
    }
}
