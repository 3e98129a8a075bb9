package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The section {@code http.tls}. */
class TlsConfigTest extends ConfigurationReading {
    @Test
    void anUnknownCipherSuiteIsAnError() {
        assertThat(errors("version: 0.1\nhttp: {tls: {ciphersuites: [TLS_AES_128_GCM_SHA256,"
                        + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA257, ECDHE-RSA-AES128-GCM-SHA256]}}\n"))
                .containsExactly(
                        "http.tls.ciphersuites: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA257 is no cipher suite; did you mean"
                                + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256?",
                        "http.tls.ciphersuites: ECDHE-RSA-AES128-GCM-SHA256 is no cipher suite");
    }

    @Test
    void cipherSuitesThatJavaHasSwitchedOffAreLeftOutWithAWarning() throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result = read("""
                version: 0.1
                http:
                  tls:
                    certificate: crt
                    key: key
                    ciphersuites:
                      - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
                      - TLS_RSA_WITH_AES_128_GCM_SHA256
                      - TLS_RSA_WITH_3DES_EDE_CBC_SHA
                """, Map.of());
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .startsWith("http.tls.ciphersuites: ")
                .contains("TLS_RSA_WITH_AES_128_GCM_SHA256, TLS_RSA_WITH_3DES_EDE_CBC_SHA");
        assertThat(result.configuration()
                        .get(TlsConfig.class)
                        .tls()
                        .orElseThrow()
                        .cipherSuites())
                .containsExactlyInAnyOrder(
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_AES_256_GCM_SHA384",
                        "TLS_CHACHA20_POLY1305_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    }
}
