package dev.moorage.identity.login;

import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.identity.password.PasswordHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 with a key that exists only as long as the process, so that a remembered login reveals nothing about the
 * password.
 */
public final class ProcessKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte OF_A_LOGIN = 1;
    private static final byte OF_A_USER = 2;
    private static final byte OF_A_DIRECTORY = 3;

    private final SecretKeySpec key;

    /** Makes a key of random bytes. */
    public ProcessKey() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * The identity of a login: a user, a password, and the hash that the password is compared with. If the hash changes, it
     * is another login.
     */
    public String ofLogin(LoginAttempt login, PasswordHash hash) {
        Mac mac = mac(OF_A_LOGIN, login.user());
        byte[] stored = hash.text().getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(stored.length).flip());
        mac.update(stored);
        return Base64.getEncoder().encodeToString(mac.doFinal(login.password().getBytes(StandardCharsets.UTF_8)));
    }

    /** The identity of a login that is compared elsewhere: a user and a password. */
    public String ofLogin(LoginAttempt login) {
        Mac mac = mac(OF_A_DIRECTORY, login.user());
        return Base64.getEncoder().encodeToString(mac.doFinal(login.password().getBytes(StandardCharsets.UTF_8)));
    }

    /** 64 bits derived from a user's name. */
    public long ofUser(String user) {
        return ByteBuffer.wrap(mac(OF_A_USER, user).doFinal()).getLong();
    }

    private Mac mac(byte purpose, String user) {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
            mac.update(name);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + ALGORITHM, e);
        }
    }
}
