package dev.moorage.application.service.upload.token;

import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.domain.upload.UploadToken;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Signs and verifies upload tokens. {@code _state} is unpadded base64url of
 * {@code HMAC-SHA256(secret, payload) ‖ payload}. The HMAC is verified in constant time and with every secret before
 * any byte of the payload is parsed. The payload therefore need not name its secret.
 */
public final class UploadTokens {
    private static final int MAC_BYTES = 32;
    private static final int MAX_LENGTH = 1024;
    private static final Base64.Encoder PADDED = Base64.getUrlEncoder();
    private static final Base64.Encoder UNPADDED = PADDED.withoutPadding();

    private final TokenSecrets secrets;

    public UploadTokens(TokenSecrets secrets) {
        this.secrets = secrets;
    }

    /** Returns the state of an upload as the client sees it. */
    public UploadProgress progress(UploadSession session) {
        return progress(session.token());
    }

    /** Returns the state of an upload as the client sees it. */
    public UploadProgress progress(UploadToken token) {
        return new UploadProgress(token.repository(), token.id(), token.offset(), sign(token));
    }

    /** Returns the token of a request. The result is empty if it is missing, or if no configured secret signed it. */
    public Optional<UploadToken> of(UploadRequest request) {
        return request.state().flatMap(this::verify);
    }

    /** Returns the token as a location carries it. */
    public String sign(UploadToken token) {
        byte[] payload = UploadTokenCodec.encode(token);
        byte[] mac = mac(secrets.signing(), payload, 0);
        byte[] signed = Arrays.copyOf(mac, MAC_BYTES + payload.length);
        System.arraycopy(payload, 0, signed, MAC_BYTES, payload.length);
        return UNPADDED.encodeToString(signed);
    }

    /** Verifies the token that a client sent. The result is empty if no configured secret signed it. */
    public Optional<UploadToken> verify(String state) {
        if (state.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(state);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (signed.length <= MAC_BYTES || !isWrittenAsSigned(state, signed) || !isSigned(signed)) {
            return Optional.empty();
        }
        return UploadTokenCodec.decode(Arrays.copyOfRange(signed, MAC_BYTES, signed.length));
    }

    /**
     * Returns whether the text is exactly what signing produces. The last character can have unused bits that a decoder
     * ignores. Tokens of CNCF Distribution have padding.
     */
    private static boolean isWrittenAsSigned(String state, byte[] signed) {
        return state.equals(UNPADDED.encodeToString(signed)) || state.equals(PADDED.encodeToString(signed));
    }

    private boolean isSigned(byte[] signed) {
        byte[] claimed = Arrays.copyOf(signed, MAC_BYTES);
        boolean valid = false;
        for (SecretKey key : secrets.verifying()) {
            valid |= MessageDigest.isEqual(claimed, mac(key, signed, MAC_BYTES));
        }
        return valid;
    }

    private static byte[] mac(SecretKey key, byte[] bytes, int offset) {
        try {
            Mac mac = Mac.getInstance(TokenSecrets.MAC_ALGORITHM);
            mac.init(key);
            mac.update(bytes, offset, bytes.length - offset);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + TokenSecrets.MAC_ALGORITHM, e);
        }
    }
}
