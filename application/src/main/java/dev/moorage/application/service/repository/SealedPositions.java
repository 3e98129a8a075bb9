package dev.moorage.application.service.repository;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Positions of a walk over names that its caller may not see, as texts for clients: AES-GCM with a key of each
 * {@code http.secret}, so every replica continues the walk. A text is as long for a short name as for a long one.
 */
public final class SealedPositions {
    private static final String LABEL = "moorage positions in lists, version 1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int BLOCK = 256;
    private static final int MAX_LENGTH = 4096;

    private final List<byte[]> secrets;

    /** @param secrets at least one. The first seals, and all of them open */
    public SealedPositions(List<byte[]> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("there is no secret to seal positions with");
        }
        this.secrets = List.copyOf(secrets);
    }

    String seal(String position) {
        byte[] text = position.getBytes(StandardCharsets.UTF_8);
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secrets.getFirst(), nonce)
                    .doFinal(Arrays.copyOf(text, (text.length / BLOCK + 1) * BLOCK));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + CIPHER, e);
        }
    }

    /** Returns the position of a text. The result is empty for a text that no secret has sealed. */
    Optional<String> open(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        return all.length <= NONCE_BYTES
                ? Optional.empty()
                : secrets.stream()
                        .flatMap(secret -> opened(secret, all).stream())
                        .findFirst();
    }

    private static Optional<String> opened(byte[] secret, byte[] all) {
        try {
            byte[] padded = cipher(Cipher.DECRYPT_MODE, secret, Arrays.copyOf(all, NONCE_BYTES))
                    .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            int length = padded.length;
            while (length > 0 && padded[length - 1] == 0) {
                length--;
            }
            return Optional.of(new String(padded, 0, length, StandardCharsets.UTF_8));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + CIPHER, e);
        }
    }

    private static Cipher cipher(int mode, byte[] secret, byte[] nonce) throws GeneralSecurityException {
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(secret)
                                .thenExpand(LABEL.getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
