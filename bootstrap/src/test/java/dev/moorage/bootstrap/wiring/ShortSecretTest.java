package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.bootstrap.config.Configuration;
import dev.moorage.bootstrap.config.Defaults;
import dev.moorage.bootstrap.section.UploadsConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ShortSecretTest {
    private static final String SECRET = "16-letters-of-it";

    @Test
    void anUploadThatDistributionStartedWithAShortSecretGoesOn() throws Exception {
        Configuration configuration = Features.configurationReader(Defaults.QUICK_START)
                .read(Optional.empty(), Map.of("REGISTRY_HTTP_SECRET", SECRET))
                .configuration();
        UploadTokens tokens = new UploadTokens(new TokenSecrets(
                UploadsModule.secrets(configuration.get(UploadsConfig.class)).bytes()));
        byte[] payload = """
                {"Name":"a/b","UUID":"01234567-89ab-4cde-8f01-23456789abcd","Offset":7,"StartedAt":"2026-01-02T03:04:05Z"}""".getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] code = mac.doFinal(payload);
        byte[] signed = ByteBuffer.allocate(code.length + payload.length)
                .put(code)
                .put(payload)
                .array();
        assertThat(tokens.verify(Base64.getUrlEncoder().encodeToString(signed)))
                .hasValueSatisfying(token -> assertThat(token.offset()).isEqualTo(7));
    }
}
