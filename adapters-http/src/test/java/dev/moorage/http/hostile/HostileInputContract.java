package dev.moorage.http.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.http.RunningRegistry;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Invalid requests, sent through a raw socket. Each has an exact expected response, and most must not reach storage. Each
 * subclass has one subject. Together they have more than five hundred requests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileInputContract {
    static final String SHA = "sha256:" + "a".repeat(64);
    static final String ID = "01234567-89ab-cdef-0123-456789abcdef";

    private final int fewest;
    private RunningRegistry registry;

    /** @param fewest the least number of requests. If there are fewer, the table has lost some. */
    HostileInputContract(int fewest) {
        this.fewest = fewest;
    }

    /** The invalid requests, with the expected responses. */
    abstract List<HostileRequest> requests();

    @BeforeAll
    void startRegistry() throws IOException {
        registry = new RunningRegistry();
    }

    @AfterAll
    void stopRegistry() throws IOException {
        registry.close();
    }

    @Test
    void theTableIsWhole() {
        assertThat(requests()).hasSizeGreaterThanOrEqualTo(fewest);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isAnsweredExactly(HostileRequest request) throws IOException {
        request.assertAnsweredBy(registry);
    }

    static String head(String requestLine, String... headers) {
        StringBuilder head = new StringBuilder(requestLine).append(" HTTP/1.1\r\nHost: registry\r\n");
        Stream.of(headers).forEach(header -> head.append(header).append("\r\n"));
        return head.append("\r\n").toString();
    }

    static String withBody(String requestLine, String body, String... headers) {
        return head(
                        requestLine,
                        Stream.concat(Stream.of(headers), Stream.of("Content-Length: " + body.length()))
                                .toArray(String[]::new))
                + body;
    }

    static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 30) + "…(" + text.length() + ")" : text;
    }
}
