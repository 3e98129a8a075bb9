package dev.moorage.http.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.Radix64Encoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Hashes of bcrypt as htpasswd files hold them: {@code $2y$<cost>$<22 characters of salt><31 characters of hash>}. */
final class BcryptHash {
    /** The least that bcrypt allows. */
    static final int MIN_COST = 4;

    /** A check of it takes some seconds of a processor, and each step more twice as long: 31 would take days. */
    static final int MAX_COST = 16;

    private static final Pattern GRAMMAR = Pattern.compile("\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
    private static final int COST_OFFSET = 4;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 23;
    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2Y;
    private static final BCrypt.Verifyer VERIFYER = BCrypt.verifyer(VERSION, LongPasswordStrategies.truncate(VERSION));

    private BcryptHash() {}

    /** Whether a text is a hash of bcrypt, whatever its cost. */
    static boolean isBcrypt(String text) {
        return GRAMMAR.matcher(text).matches();
    }

    /** The binary logarithm of the rounds. */
    static int cost(String hash) {
        return Integer.parseInt(hash.substring(COST_OFFSET, COST_OFFSET + 2));
    }

    /** A hash that no password is known to have, and that costs as much to check as any other of that cost. */
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
     * Takes as long as it takes, whatever the answer. Of a longer password the first 72 bytes count, for all versions of bcrypt:
     * so do Go, which Distribution verifies with, and crypt(3), which made the hash.
     */
    static boolean verify(byte[] password, byte[] hash) {
        return VERIFYER.verify(password, hash).verified;
    }
}
