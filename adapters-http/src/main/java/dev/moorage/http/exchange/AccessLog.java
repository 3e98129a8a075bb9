package dev.moorage.http.exchange;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line of the access log for each request, as named fields. Units: bytes of the request body received, bytes of
 * the response body sent, milliseconds, bytes a second. The query is never logged, since it may hold a token. Credentials
 * are never logged either. Field values are passed on unchanged: the encoder of the log escapes and cuts them.
 */
public final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.moorage.access");

    public void log(
            HttpServletRequest request,
            int status,
            Optional<String> user,
            long receivedBytes,
            long sentBytes,
            long nanos) {
        LOG.atInfo()
                .addKeyValue("method", request.getMethod())
                .addKeyValue("path", request.getRequestURI())
                .addKeyValue("status", status)
                .addKeyValue("received", receivedBytes)
                .addKeyValue("sent", sentBytes)
                .addKeyValue("millis", nanos / 1_000_000)
                .addKeyValue("rate", Math.round((receivedBytes + sentBytes) * 1e9 / Math.max(1, nanos)))
                .addKeyValue("user", user.orElse("-"))
                .addKeyValue("remote", request.getRemoteAddr())
                .log("request");
    }
}
