package dev.moorage.notifications;

import dev.moorage.domain.outbox.DeliveryAnswer;
import java.util.Map;

/**
 * What the status of a response means (RFC 9110, section 15). 2xx and 3xx are delivered, as in CNCF Distribution. 4xx refuse the
 * event, except those that ask for another attempt.
 */
final class ResponseStatus {
    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(204, "No Content"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(408, "Request Timeout"),
            Map.entry(413, "Request Entity Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Entity"),
            Map.entry(425, "Too Early"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private ResponseStatus() {}

    static DeliveryAnswer answer(int status) {
        if (status >= 200 && status < 400) {
            return DeliveryAnswer.ACCEPTED;
        }
        boolean later = status == 408 || status == 425 || status == 429;
        return status >= 400 && status < 500 && !later ? DeliveryAnswer.REFUSED : DeliveryAnswer.FAILED;
    }

    /** Returns the status as Go's clients show it, for example {@code 200 OK}. */
    static String text(int status) {
        return status + " " + PHRASES.getOrDefault(status, "");
    }
}
