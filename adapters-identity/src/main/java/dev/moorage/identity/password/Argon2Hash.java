package dev.moorage.identity.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2id hash (RFC 9106), in the form of its reference implementation:
 * {@code $argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<hash>}. Memory and passes are bounded: a comparison allocates the memory.
 */
record Argon2Hash(String text, int memory, int passes, int lanes, String salt, String hash) implements PasswordHash {
    private static final Pattern GRAMMAR = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,172})");

    /** 64 MiB, the second recommendation of RFC 9106, in KiB. */
    private static final int MAX_MEMORY = 64 * 1024;

    private static final int MAX_PASSES = 16;
    private static final int MAX_LANES = 16;
    private static final int MIN_PER_LANE = 8;

    static Optional<PasswordHash> parse(String text) throws PasswordHashException {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()
                || decoded(matcher.group(4)).isEmpty()
                || decoded(matcher.group(5)).isEmpty()) {
            return Optional.empty();
        }
        int memory = Integer.parseInt(matcher.group(1));
        int passes = Integer.parseInt(matcher.group(2));
        int lanes = Integer.parseInt(matcher.group(3));
        if (lanes < 1
                || lanes > MAX_LANES
                || passes < 1
                || passes > MAX_PASSES
                || memory < MIN_PER_LANE * lanes
                || memory > MAX_MEMORY) {
            throw new PasswordHashException("has an Argon2 hash of m=" + memory + ",t=" + passes + ",p=" + lanes
                    + "; m is to be at most " + MAX_MEMORY + ", t at most " + MAX_PASSES + ", and p at most "
                    + MAX_LANES
                    + " (argon2 -id -k 19456 -t 2 -p 1)");
        }
        return Optional.of(new Argon2Hash(text, memory, passes, lanes, matcher.group(4), matcher.group(5)));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String cost() {
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + lanes;
    }

    @Override
    public boolean matches(byte[] password) {
        byte[] expected = Base64.getDecoder().decode(hash);
        byte[] computed =
                Argon2id.hash(password, Base64.getDecoder().decode(salt), memory, passes, lanes, expected.length);
        return MessageDigest.isEqual(computed, expected);
    }

    @Override
    public PasswordHash decoy(SecureRandom random) {
        String newSalt = random(random, salt);
        String newHash = random(random, hash);
        return new Argon2Hash(cost() + "$" + newSalt + "$" + newHash, memory, passes, lanes, newSalt, newHash);
    }

    private static String random(SecureRandom random, String like) {
        byte[] bytes = new byte[Base64.getDecoder().decode(like).length];
        random.nextBytes(bytes);
        return new String(Base64.getEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "hash of cost " + cost();
    }
}
