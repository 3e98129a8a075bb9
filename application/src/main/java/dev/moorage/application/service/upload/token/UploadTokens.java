package dev.moorage.application.service.upload.token;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRequest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
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

    /** Room for the longest names of a repository and of a user. */
    private static final int MAX_LENGTH = 2560;

    private static final Base64.Encoder PADDED = Base64.getUrlEncoder();
    private static final Base64.Encoder UNPADDED = PADDED.withoutPadding();

    private final TokenSecrets secrets;

    public UploadTokens(TokenSecrets secrets) {
        this.secrets = secrets;
    }

    /** Returns the state of an upload as the caller of a request sees it. */
    public UploadProgress progress(UploadSession session, Caller caller) {
        return progress(session.token(), caller);
    }

    /** Returns the state of an upload as the caller of a request sees it. */
    public UploadProgress progress(UploadToken token, Caller caller) {
        return new UploadProgress(token.repository(), token.id(), token.offset(), sign(token, caller.uploadOwner()));
    }

    /** Returns the token of a request. The result is empty if it is missing, or if no configured secret signed it. */
    public Optional<UploadToken> of(UploadRequest request) {
        return request.state().flatMap(this::verify);
    }

    /**
     * Returns the token as a location carries it.
     *
     * @param owner the name of the caller that the token is for, or empty
     */
    public String sign(UploadToken token, String owner) {
        byte[] payload = UploadTokenCodec.encode(token, owner);
        byte[] mac = mac(secrets.signing(), payload, 0);
        byte[] signed = Arrays.copyOf(mac, MAC_BYTES + payload.length);
        System.arraycopy(payload, 0, signed, MAC_BYTES, payload.length);
        return UNPADDED.encodeToString(signed);
    }

    /** Verifies the token that a client sent. The result is empty if no configured secret signed it. */
    public Optional<UploadToken> verify(String state) {
        return payload(state).flatMap(UploadTokenCodec::decode);
    }

    /**
     * Returns the owner of a token of this upload that a client sent. The result is empty if it has none, or if the token is not
     * of this upload.
     */
    public Optional<String> owner(String state, RepositoryName repository, UploadId id) {
        Optional<byte[]> payload = payload(state);
        return payload.flatMap(UploadTokenCodec::decode)
                .filter(token ->
                        token.repository().equals(repository) && token.id().equals(id))
                .flatMap(_ -> payload.flatMap(UploadTokenCodec::owner));
    }

    private Optional<byte[]> payload(String state) {
        if (state.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(state);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        return signed.length > MAC_BYTES && isWrittenAsSigned(state, signed) && isSigned(signed)
                ? Optional.of(Arrays.copyOfRange(signed, MAC_BYTES, signed.length))
                : Optional.empty();
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
