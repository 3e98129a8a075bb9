package dev.moorage.http.auth;

import dev.moorage.domain.access.Subject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users of an htpasswd file with the hashes of their passwords. Only bcrypt is supported, as in Distribution. Any other
 * line is ignored, as are blank lines and those that begin with {@code #}. If a user has several lines the last one counts.
 * If that line is not a bcrypt hash, the user is not in the file.
 */
final class HtpasswdFile {
    /**
     * The cost of a check for an unknown user in a file without users. It is the default of Go, and of {@code htpasswd -B}
     * in most versions.
     */
    private static final int USUAL_COST = 10;

    private final Map<String, byte[]> hashes = new HashMap<>();
    private final List<Integer> ignored = new ArrayList<>();
    private final List<byte[]> decoys = new ArrayList<>();

    /**
     * @throws InvalidHtpasswdException a hash has a cost that bcrypt does not have, or a cost so high that a check would
     *     occupy a processor for long
     */
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
        if (user.length() > Subject.MAX_NAME || user.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        String hash = entry.substring(colon + 1);
        if (!BcryptHash.isBcrypt(hash)) {
            hashes.remove(user);
            return false;
        }
        int cost = BcryptHash.cost(hash);
        if (cost < BcryptHash.MIN_COST || cost > BcryptHash.MAX_COST) {
            throw new InvalidHtpasswdException(
                    "line " + line + " has a bcrypt hash of cost " + cost + "; it is to be of "
                            + BcryptHash.MIN_COST + " to " + BcryptHash.MAX_COST
                            + ", since each step doubles the processor time of a login (htpasswd -B -C 10)");
        }
        hashes.put(user, hash.getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    /**
     * Adds one decoy for each user, in the order of their costs. Each cost is then as frequent among the decoys as among the
     * users.
     */
    private void addDecoys() {
        SecureRandom random = new SecureRandom();
        Map<Integer, byte[]> byCost = new HashMap<>();
        hashes.values().stream()
                .map(hash -> BcryptHash.cost(new String(hash, StandardCharsets.US_ASCII)))
                .sorted()
                .map(cost -> byCost.computeIfAbsent(cost, missing -> BcryptHash.withoutPassword(missing, random)))
                .forEach(decoys::add);
        if (decoys.isEmpty()) {
            decoys.add(BcryptHash.withoutPassword(USUAL_COST, random));
        }
    }

    /** The numbers of the lines that look like users but are not {@code <user>:<bcrypt hash>}. The first line is 1. */
    List<Integer> ignored() {
        return List.copyOf(ignored);
    }

    Optional<byte[]> hash(String user) {
        return Optional.ofNullable(hashes.get(user));
    }

    /**
     * Returns the hash that the password of an unknown user is compared with, so that the check takes as long as that of a
     * user.
     *
     * @param choice 64 bits that are always the same for a name, and that no client can compute
     * @return a hash without a password. Its cost is distributed over unknown names as the costs are over users.
     */
    byte[] decoy(long choice) {
        return decoys.get((int) Math.unsignedMultiplyHigh(choice, decoys.size()));
    }
}
