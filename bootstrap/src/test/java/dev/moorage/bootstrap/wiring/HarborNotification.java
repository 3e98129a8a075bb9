package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What Harbor 1.10 takes out of an event of its registry: {@code filterEvents} and {@code checkEvent} of
 * {@code src/core/service/notifications/registry/handler.go}, over {@code src/common/models/notification.go}. Harbor 2 has no
 * such receiver.
 *
 * @param project the part of the name before the first slash
 * @param user the name of the user, or {@code anonymous}
 */
record HarborNotification(
        Instant time, String action, String project, String repository, String tag, String digest, String user) {
    private static final Pattern MANIFEST =
            Pattern.compile("^application/vnd\\.docker\\.distribution\\.manifest\\.v\\d\\+(json|prettyjws)");
    private static final String OWN_CLIENT = "harbor-registry-client";

    /** Returns what the handler works on. Empty for an event that it leaves out. */
    static Optional<HarborNotification> parse(JsonNode event) {
        // The handler uses these objects without looking whether they are there.
        for (String object : new String[] {"target", "request", "actor"}) {
            assertThat(event.path(object).isObject()).as(object).isTrue();
        }
        JsonNode target = event.path("target");
        String action = event.path("action").asString();
        String client = event.path("request").path("useragent").asString("").strip();
        if (!MANIFEST.matcher(target.path("mediaType").asString("")).lookingAt()
                || !action.equals("push") && client.equalsIgnoreCase(OWN_CLIENT)) {
            return Optional.empty();
        }
        String repository = target.path("repository").asString();
        String user = event.path("actor").path("name").asString("");
        return Optional.of(new HarborNotification(
                Instant.parse(event.path("timestamp").asString()),
                action,
                repository.substring(0, Math.max(0, repository.indexOf('/'))),
                repository,
                target.path("tag").asString(""),
                target.path("digest").asString(),
                user.isEmpty() ? "anonymous" : user));
    }
}
