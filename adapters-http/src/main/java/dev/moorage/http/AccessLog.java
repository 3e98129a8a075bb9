package dev.moorage.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request, in fields: bytes of bodies received and sent, milliseconds, bytes a second. Never its query, which may
 * hold a token, nor its credentials.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.moorage.access");
    private static final int LONGEST_PATH = 512;

    void log(
            HttpServletRequest request,
            int status,
            Optional<String> user,
            long receivedBytes,
            long sentBytes,
            long nanos) {
        LOG.atInfo()
                .addKeyValue("method", request.getMethod())
                .addKeyValue("path", printable(request.getRequestURI()))
                .addKeyValue("status", status)
                .addKeyValue("received", receivedBytes)
                .addKeyValue("sent", sentBytes)
                .addKeyValue("millis", nanos / 1_000_000)
                .addKeyValue("rate", Math.round((receivedBytes + sentBytes) * 1e9 / Math.max(1, nanos)))
                .addKeyValue("user", user.orElse("-"))
                .addKeyValue("remote", request.getRemoteAddr())
                .log("request");
    }

    private static String printable(String path) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(path.length(), LONGEST_PATH); i++) {
            char c = path.charAt(i);
            text.append(c > ' ' && c <= '~' ? c : '?');
        }
        return text.toString();
    }
}
