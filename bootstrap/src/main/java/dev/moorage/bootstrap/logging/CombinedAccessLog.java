package dev.moorage.bootstrap.logging;

import dev.moorage.http.log.AccessLog;
import dev.moorage.http.log.ServedRequest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs requests in the combined format of Apache, for programs that read it: client, user, time, request, status, bytes of the
 * response, referrer, user agent. The request has no query.
 */
public final class CombinedAccessLog implements AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLogFormats.LOGGER);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_FIELD = 1024;
    private static final int USUAL_LENGTH = 256;

    private final InstantSource clock;

    public CombinedAccessLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void log(ServedRequest request) {
        ServedRequest.Result result = request.result();
        StringBuilder line = new StringBuilder(USUAL_LENGTH);
        line.append(request.remote()).append(" - ").append(user(result.user())).append(" [");
        TIME.formatTo(clock.instant(), line);
        line.append("] \"")
                .append(escaped(request.method()))
                .append(' ')
                .append(escaped(request.path()))
                .append(' ')
                .append(escaped(request.protocol()))
                .append("\" ")
                .append(result.status())
                .append(' ')
                .append(result.sent())
                .append(" \"")
                .append(escaped(request.referrer().orElse("-")))
                .append("\" \"")
                .append(escaped(request.userAgent().orElse("-")))
                .append('"');
        LOG.info(line.toString());
    }

    /** A blank in a name would begin the next field. */
    private static String user(Optional<String> user) {
        return user.isEmpty() ? "-" : escaped(user.get()).replace(' ', '+');
    }

    private static String escaped(String text) {
        return PrintableText.escaped(text, MAX_FIELD);
    }
}
