package dev.moorage.http.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.http.RawClient;
import dev.moorage.http.RunningRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * An invalid request, and the exact response to it.
 *
 * @param request the head as it is sent, followed by the body
 * @param code the expected error code. The response to a HEAD has none.
 * @param untouched whether the request must not reach storage
 */
record HostileRequest(String what, String request, int status, String code, boolean untouched) {
    /** Sends the request over a connection of its own, and checks the response. */
    void assertAnsweredBy(RunningRegistry registry) throws IOException {
        registry.storage.reset();
        try (RawClient client = registry.client()) {
            client.write(request.getBytes(StandardCharsets.ISO_8859_1));
            boolean toHead = request.startsWith("HEAD ");
            RawClient.Answer answer = client.answer(toHead);
            assertThat(answer.status()).isEqualTo(status);
            if (!toHead) {
                assertThat(answer.code()).isEqualTo(code);
                assertThat(answer.header("Content-Type")).contains("application/json");
            }
            assertThat(answer.header("Docker-Distribution-API-Version")).contains("registry/2.0");
            assertThat(answer.header("Location")).isEmpty();
            if (untouched) {
                assertThat(registry.storage.calls()).isEmpty();
            }
        }
    }

    @Override
    public String toString() {
        return what + " -> " + status + " " + code;
    }
}
