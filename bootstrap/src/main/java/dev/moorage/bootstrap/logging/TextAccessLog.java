package dev.moorage.bootstrap.logging;

import dev.moorage.http.log.AccessLog;
import dev.moorage.http.log.ServedRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs requests as events with named fields, which look as all other lines do. Units: bytes, milliseconds, bytes a second. The
 * encoder of the log escapes and cuts the values.
 */
public final class TextAccessLog implements AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLogFormats.LOGGER);

    @Override
    public void log(ServedRequest request) {
        ServedRequest.Result result = request.result();
        long bytes = result.received() + result.sent();
        LOG.atInfo()
                .addKeyValue("method", request.method())
                .addKeyValue("path", request.path())
                .addKeyValue("status", result.status())
                .addKeyValue("received", result.received())
                .addKeyValue("sent", result.sent())
                .addKeyValue("millis", result.nanos() / 1_000_000)
                .addKeyValue("rate", Math.round(bytes * 1e9 / Math.max(1, result.nanos())))
                .addKeyValue("user", result.user().orElse("-"))
                .addKeyValue("remote", request.remote())
                .log("request");
    }
}
