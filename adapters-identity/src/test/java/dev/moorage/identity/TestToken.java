package dev.moorage.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/** Makes signed tokens by the Java runtime alone, right ones and wrong ones. */
public final class TestToken {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    public TestToken(String algorithm) {
        header.put("alg", algorithm);
    }

    public TestToken header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    public TestToken claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    public TestToken without(String claim) {
        claims.remove(claim);
        return this;
    }

    public String sign(PrivateKey key) {
        String input = base64(JSON.writeValueAsBytes(header)) + "." + base64(JSON.writeValueAsBytes(claims));
        return signed(input, key, (String) header.get("alg"));
    }

    /** Signs a text of claims that may be no JSON at all. */
    public String signRaw(String rawClaims, PrivateKey key) {
        String input =
                base64(JSON.writeValueAsBytes(header)) + "." + base64(rawClaims.getBytes(StandardCharsets.UTF_8));
        return signed(input, key, (String) header.get("alg"));
    }

    public String signShared(byte[] secret) {
        String input = base64(JSON.writeValueAsBytes(header)) + "." + base64(JSON.writeValueAsBytes(claims));
        try {
            Mac mac = Mac.getInstance("Hmac" + header.get("alg").toString().replace("HS", "SHA"));
            mac.init(new SecretKeySpec(secret, "Hmac"));
            return input + "." + base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String unsigned() {
        return base64(JSON.writeValueAsBytes(header)) + "." + base64(JSON.writeValueAsBytes(claims)) + ".";
    }

    private static String signed(String input, PrivateKey key, String algorithm) {
        try {
            Signature signature = signature(algorithm);
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        String hash = algorithm.substring(2);
        return switch (algorithm.substring(0, 2)) {
            case "RS" -> Signature.getInstance("SHA" + hash + "withRSA");
            case "ES" -> Signature.getInstance("SHA" + hash + "withECDSAinP1363Format");
            case "PS" -> {
                Signature signature = Signature.getInstance("RSASSA-PSS");
                signature.setParameter(new PSSParameterSpec(
                        "SHA-" + hash, "MGF1", new MGF1ParameterSpec("SHA-" + hash), Integer.parseInt(hash) / 8, 1));
                yield signature;
            }
            default -> Signature.getInstance("Ed25519");
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
