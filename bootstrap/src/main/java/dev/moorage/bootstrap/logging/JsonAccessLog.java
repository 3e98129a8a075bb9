package dev.moorage.bootstrap.logging;

import dev.moorage.http.log.AccessLog;
import dev.moorage.http.log.ServedRequest;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs requests as lines of JSON with the names of Distribution's fields, and with {@code received} and {@code sent}, the bytes
 * of both bodies, and {@code millis}. The identifiers of the request are added by the encoder.
 */
public final class JsonAccessLog implements AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLogFormats.LOGGER);
    private static final String MESSAGE = "response completed";
    private static final long NANOS_OF_MILLI = 1_000_000;
    private static final long NANOS_OF_SECOND = 1_000_000_000;

    private final JsonShape shape;
    private final InstantSource clock;

    public JsonAccessLog(JsonShape shape, InstantSource clock) {
        this.shape = shape;
        this.clock = clock;
    }

    @Override
    public void log(ServedRequest request) {
        ServedRequest.Result result = request.result();
        JsonLine line = shape.begin(clock.instant(), "info", MESSAGE, MESSAGE.length())
                .text("http.request.method", request.method())
                .text("http.request.uri", request.path())
                .text("http.request.remoteaddr", request.remote());
        request.host().ifPresent(host -> line.text("http.request.host", host));
        request.userAgent().ifPresent(agent -> line.text("http.request.useragent", agent));
        request.referrer().ifPresent(page -> line.text("http.request.referer", page));
        request.contentType().ifPresent(type -> line.text("http.request.contenttype", type));
        line.number("http.response.status", result.status())
                .number("http.response.written", result.sent())
                .text("http.response.duration", goDuration(result.nanos()));
        result.contentType().ifPresent(type -> line.text("http.response.contenttype", type));
        request.repository().ifPresent(name -> line.text("vars.name", name.value()));
        request.reference().ifPresent(reference -> line.text("vars.reference", reference.toString()));
        request.digest().ifPresent(digest -> line.text("vars.digest", digest.toString()));
        request.upload().ifPresent(upload -> line.text("vars.uuid", upload));
        result.user().ifPresent(user -> line.text("auth.user.name", user));
        line.number("received", result.received())
                .number("sent", result.sent())
                .number("millis", result.nanos() / NANOS_OF_MILLI);
        LOG.info(line.end());
    }

    /** Returns a duration as Go writes it: in milliseconds below a second, and in seconds from there on. */
    static String goDuration(long nanos) {
        boolean isShort = nanos < NANOS_OF_SECOND;
        long unit = isShort ? NANOS_OF_MILLI : NANOS_OF_SECOND;
        long fraction = nanos % unit;
        StringBuilder text = new StringBuilder().append(nanos / unit);
        if (fraction > 0) {
            String digits = Long.toString(unit + fraction).substring(1);
            int end = digits.length();
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            text.append('.').append(digits, 0, end);
        }
        return text.append(isShort ? "ms" : "s").toString();
    }
}
