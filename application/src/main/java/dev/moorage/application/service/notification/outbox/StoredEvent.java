package dev.moorage.application.service.notification.outbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An event as it is stored: lines about its delivery, an empty line, and the event in JSON.
 *
 * @param endpoints the segments of the endpoints that want the event
 * @param refusals how often the receiver has refused it
 * @param status what the receiver has answered last, or the empty text
 */
record StoredEvent(List<String> endpoints, int refusals, String status, byte[] json) {
    private static final String FIRST = "moorage-event 1";
    private static final String ENDPOINT = "endpoint ";
    private static final String REFUSALS = "refusals ";
    private static final String STATUS = "status ";

    StoredEvent {
        endpoints = List.copyOf(endpoints);
    }

    static StoredEvent of(List<String> endpoints, byte[] json) {
        return new StoredEvent(endpoints, 0, "", json);
    }

    /** Returns the event for one endpoint, after an attempt. */
    StoredEvent after(String endpoint, int nowRefused, String nowStatus) {
        return new StoredEvent(List.of(endpoint), nowRefused, nowStatus, json);
    }

    /** Returns the event as one that was never refused. */
    StoredEvent fresh() {
        return new StoredEvent(endpoints, 0, "", json);
    }

    byte[] format() {
        StringBuilder head = new StringBuilder(FIRST).append('\n');
        endpoints.forEach(endpoint -> head.append(ENDPOINT).append(endpoint).append('\n'));
        if (refusals > 0) {
            head.append(REFUSALS).append(refusals).append('\n');
        }
        if (!status.isEmpty()) {
            head.append(STATUS).append(status.replaceAll("\\s+", " ")).append('\n');
        }
        byte[] lines = head.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(lines, lines.length + json.length);
        System.arraycopy(json, 0, all, lines.length, json.length);
        return all;
    }

    /** Parses a stored event. The result is empty for a text of another form or version. */
    static Optional<StoredEvent> parse(byte[] stored) {
        String text = new String(stored, StandardCharsets.UTF_8);
        int end = text.indexOf("\n\n");
        if (end < 0 || !text.startsWith(FIRST + "\n")) {
            return Optional.empty();
        }
        List<String> endpoints = new ArrayList<>();
        int refusals = 0;
        String status = "";
        for (String line : text.substring(FIRST.length() + 1, Math.max(end, FIRST.length() + 1))
                .split("\n", -1)) {
            if (line.startsWith(ENDPOINT)) {
                endpoints.add(line.substring(ENDPOINT.length()));
            } else if (line.matches(REFUSALS + "\\d{1,6}")) {
                refusals = Integer.parseInt(line.substring(REFUSALS.length()));
            } else if (line.startsWith(STATUS)) {
                status = line.substring(STATUS.length());
            }
        }
        byte[] json = text.substring(end + 2).getBytes(StandardCharsets.UTF_8);
        return endpoints.isEmpty() ? Optional.empty() : Optional.of(new StoredEvent(endpoints, refusals, status, json));
    }
}
