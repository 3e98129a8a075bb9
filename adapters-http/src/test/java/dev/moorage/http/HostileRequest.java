package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A request that nobody should send, and its exact answer.
 *
 * @param request the head as it goes over the wire, and the body behind it
 * @param code of the error; to a HEAD nothing says it
 * @param untouched whether storage must not be asked
 */
record HostileRequest(String what, String request, int status, String code, boolean untouched) {
    /** Sends it over a connection of its own. */
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
