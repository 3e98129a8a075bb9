package dev.moorage.application.port.out.trace;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is known of a request before it is served.
 *
 * @param method the method (RFC 9110, section 9)
 * @param path the path without the query, which may hold a secret
 * @param scheme {@code http} or {@code https}
 * @param protocolVersion such as {@code 1.1} or {@code 2.0}
 * @param clientAddress the address of the client
 * @param serverAddress the host that the client has named
 * @param serverPort the port that the client has named, or a number below 1
 * @param userAgent {@code User-Agent}
 * @param headers a header by its name, for the client's place in a trace. It can be read until the request ends
 */
public record RequestHead(
        String method,
        String path,
        String scheme,
        String protocolVersion,
        String clientAddress,
        String serverAddress,
        int serverPort,
        Optional<String> userAgent,
        Function<String, Optional<String>> headers) {
    public RequestHead {
        Objects.requireNonNull(method);
        Objects.requireNonNull(path);
        Objects.requireNonNull(scheme);
        Objects.requireNonNull(protocolVersion);
        Objects.requireNonNull(clientAddress);
        Objects.requireNonNull(serverAddress);
        Objects.requireNonNull(userAgent);
        Objects.requireNonNull(headers);
    }
}
