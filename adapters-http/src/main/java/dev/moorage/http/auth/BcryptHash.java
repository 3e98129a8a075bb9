package dev.moorage.http.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.Radix64Encoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Bcrypt hashes as they stand in htpasswd files: {@code $2y$<cost>$<22 characters of salt><31 characters of hash>}. */
final class BcryptHash {
    /** The lowest cost that bcrypt allows. */
    static final int MIN_COST = 4;

    /**
     * The highest cost that is accepted. At this cost a check takes some seconds of processor time. Each step doubles the
     * time: a cost of 31 would take days.
     */
    static final int MAX_COST = 16;

    private static final Pattern GRAMMAR = Pattern.compile("\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
    private static final int COST_OFFSET = 4;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 23;
    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2Y;
    private static final BCrypt.Verifyer VERIFYER = BCrypt.verifyer(VERSION, LongPasswordStrategies.truncate(VERSION));

    private BcryptHash() {}

    /** Whether a text is a bcrypt hash, of any cost. */
    static boolean isBcrypt(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    /** The cost of a hash: the binary logarithm of the number of rounds. */
    static int cost(String hash) {
        return Integer.parseInt(hash.substring(COST_OFFSET, COST_OFFSET + 2));
    }

    /** Makes a hash that matches no known password, and that takes as long to check as any other hash of this cost. */
    static byte[] withoutPassword(int cost, SecureRandom random) {
        byte[] bytes = new byte[SALT_BYTES + HASH_BYTES];
        random.nextBytes(bytes);
        Radix64Encoder encoder = new Radix64Encoder.Default();
        String salt = ascii(encoder.encode(Arrays.copyOf(bytes, SALT_BYTES)));
        String hash = ascii(encoder.encode(Arrays.copyOfRange(bytes, SALT_BYTES, bytes.length)));
        return "$2y$%02d$%s%s".formatted(cost, salt, hash).getBytes(StandardCharsets.US_ASCII);
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }

    /**
     * Compares a password with a hash. The time does not depend on the result. Only the first 72 bytes of a longer password
     * count, for all versions of bcrypt. Go, with which Distribution verifies, and crypt(3), which made the hash, do the
     * same.
     */
    static boolean verify(byte[] password, byte[] hash) {
        return VERIFYER.verify(password, hash).verified;
    }
}
