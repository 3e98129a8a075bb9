package dev.moorage.identity.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;

/**
 * A hash of crypt(3) with SHA-256 or SHA-512: {@code $5$[rounds=N$]<salt>$<hash>} or {@code $6$…}. The work grows with the length
 * of the password too, so one of more than {@value #MAX_PASSWORD} bytes never matches.
 */
record Sha2CryptHash(String text) implements PasswordHash {
    static final int MAX_PASSWORD = 512;

    private static final Pattern GRAMMAR = Pattern.compile(
            "(\\$[56]\\$)(?:rounds=(\\d{1,9})\\$)?([./A-Za-z0-9]{1,16})\\$([./A-Za-z0-9]{43}|[./A-Za-z0-9]{86})");
    private static final int USUAL_ROUNDS = 5000;
    private static final int MIN_ROUNDS = 1000;

    /** At so many rounds a check takes about a second of processor time. */
    private static final int MAX_ROUNDS = 500_000;

    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int SHA256_LENGTH = 43;
    private static final int SHA512_LENGTH = 86;

    static Optional<PasswordHash> parse(String text) throws PasswordHashException {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches() || matcher.group(4).length() != length(text)) {
            return Optional.empty();
        }
        int rounds = matcher.group(2) == null ? USUAL_ROUNDS : Integer.parseInt(matcher.group(2));
        if (rounds < MIN_ROUNDS || rounds > MAX_ROUNDS) {
            throw new PasswordHashException(
                    "has a crypt hash of " + rounds + " rounds; it is to be of " + MIN_ROUNDS + " to " + MAX_ROUNDS);
        }
        return Optional.of(new Sha2CryptHash(text));
    }

    private static int length(String text) {
        return text.startsWith("$5$") ? SHA256_LENGTH : SHA512_LENGTH;
    }

    @Override
    public String cost() {
        Matcher matcher = matched();
        return matcher.group(1) + (matcher.group(2) == null ? USUAL_ROUNDS : matcher.group(2));
    }

    @Override
    public boolean matches(byte[] password) {
        if (password.length > MAX_PASSWORD) {
            return false;
        }
        byte[] key = password.clone(); // The library wipes what it is given.
        String computed = text.startsWith("$5$") ? Sha2Crypt.sha256Crypt(key, text) : Sha2Crypt.sha512Crypt(key, text);
        return MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.US_ASCII), text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public PasswordHash decoy(SecureRandom random) {
        Matcher matcher = matched();
        String rounds = matcher.group(2) == null ? "" : "rounds=" + matcher.group(2) + "$";
        return new Sha2CryptHash(matcher.group(1) + rounds
                + letters(random, matcher.group(3).length()) + "$" + letters(random, length(text)));
    }

    private static String letters(SecureRandom random, int count) {
        StringBuilder letters = new StringBuilder();
        random.ints(count, 0, ALPHABET.length()).forEach(letter -> letters.append(ALPHABET.charAt(letter)));
        return letters.toString();
    }

    private Matcher matched() {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("not a crypt hash");
        }
        return matcher;
    }

    @Override
    public String toString() {
        return "crypt hash of cost " + cost();
    }
}
