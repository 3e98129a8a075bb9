package dev.moorage.application.port.in.access;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a request came from, for events about what it did. It holds no query, no credentials and no path.
 *
 * @param id the identifier of the request, or empty where the adapter gives it none
 * @param address the IP address of the client as text, or empty
 * @param host the host and the port that the client asked, without a port that is the scheme's own. Empty where there is none
 * @param method the method of the request (RFC 9110, section 9), or empty
 * @param agent {@code User-Agent} of the request, of any length and content, or empty
 */
public record RequestOrigin(String id, String address, String host, String method, Optional<String> agent) {
    private static final int MAX_PRODUCT = 64;

    /** The origin of what no request of a client has caused. */
    public static final RequestOrigin NONE = new RequestOrigin("", "", "", "", Optional.empty());

    public RequestOrigin {
        Objects.requireNonNull(id);
        Objects.requireNonNull(address);
        Objects.requireNonNull(host);
        Objects.requireNonNull(method);
        Objects.requireNonNull(agent);
    }

    /** Returns the first product of {@code User-Agent} (RFC 9110, section 10.1.5), which is cut, or the empty text. */
    public String product() {
        String first = agent.orElse("").strip().split("\\s", 2)[0];
        return first.length() > MAX_PRODUCT ? first.substring(0, MAX_PRODUCT) : first;
    }
}
