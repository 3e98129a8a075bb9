package dev.moorage.http.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users of an htpasswd file and the hashes of their passwords: bcrypt only, as in Distribution. Lines that hold something
 * else are ignored, blank ones and those that begin with {@code #} too. The last line of a user counts, whatever it holds.
 */
final class HtpasswdFile {
    /** What an unknown user costs in a file without users; that of Go and of {@code htpasswd -B} in most of its versions. */
    private static final int USUAL_COST = 10;

    private final Map<String, byte[]> hashes = new HashMap<>();
    private final List<Integer> ignored = new ArrayList<>();
    private final List<byte[]> decoys = new ArrayList<>();

    /**
     * @throws InvalidHtpasswdException a hash has a cost that bcrypt does not have, or that would keep a processor busy for long
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

    /** One for each user, in the order of their costs, so that each cost is among them as often as among the users. */
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

    /** The numbers of the lines that would be of users and are not {@code <user>:<bcrypt hash>}; the first line is 1. */
    List<Integer> ignored() {
        return List.copyOf(ignored);
    }

    Optional<byte[]> hash(String user) {
        return Optional.ofNullable(hashes.get(user));
    }

    /**
     * What an unknown user's password is compared with, so that a check takes as long as a user's.
     *
     * @param choice 64 bits that are always the same for a name, and that no client can compute
     * @return a hash without a password. Each cost is that of as large a part of the unknown names as of the users.
     */
    byte[] decoy(long choice) {
        return decoys.get((int) Math.unsignedMultiplyHigh(choice, decoys.size()));
    }
}
