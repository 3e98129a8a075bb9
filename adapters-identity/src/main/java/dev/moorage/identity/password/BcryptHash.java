package dev.moorage.identity.password;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.Radix64Encoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A bcrypt hash: {@code $2y$<cost>$<22 characters of salt><31 characters of hash>}. Only the first 72 bytes of a longer password
 * count, for all versions, as in crypt(3) and in Go.
 */
record BcryptHash(String text) implements PasswordHash {
    private static final int MIN_COST = 4;

    /** At this cost a check takes some seconds of processor time. Each step doubles the time. */
    private static final int MAX_COST = 16;

    private static final Pattern GRAMMAR = Pattern.compile("\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
    private static final int COST_OFFSET = 4;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 23;
    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2Y;
    private static final BCrypt.Verifyer VERIFYER = BCrypt.verifyer(VERSION, LongPasswordStrategies.truncate(VERSION));

    static Optional<PasswordHash> parse(String text) throws PasswordHashException {
        if (!GRAMMAR.matcher(text).matches()) {
            return Optional.empty();
        }
        BcryptHash hash = new BcryptHash(text);
        int cost = Integer.parseInt(hash.cost());
        if (cost < MIN_COST || cost > MAX_COST) {
            throw new PasswordHashException(
                    "has a bcrypt hash of cost " + cost + "; it is to be of " + MIN_COST + " to " + MAX_COST
                            + ", since each step doubles the processor time of a login (htpasswd -B -C 10)");
        }
        return Optional.of(hash);
    }

    @Override
    public String cost() {
        return text.substring(COST_OFFSET, COST_OFFSET + 2);
    }

    @Override
    public boolean matches(byte[] password) {
        return VERIFYER.verify(password, text.getBytes(StandardCharsets.US_ASCII)).verified;
    }

    @Override
    public PasswordHash decoy(SecureRandom random) {
        byte[] bytes = new byte[SALT_BYTES + HASH_BYTES];
        random.nextBytes(bytes);
        Radix64Encoder encoder = new Radix64Encoder.Default();
        byte[] salt = encoder.encode(Arrays.copyOf(bytes, SALT_BYTES));
        byte[] hash = encoder.encode(Arrays.copyOfRange(bytes, SALT_BYTES, bytes.length));
        return new BcryptHash("$2y$" + cost() + "$" + ascii(salt) + ascii(hash));
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "bcrypt hash of cost " + cost();
    }
}
