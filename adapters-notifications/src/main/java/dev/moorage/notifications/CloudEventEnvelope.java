package dev.moorage.notifications;

import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A CloudEvent (CloudEvents 1.0, JSON format, section 3). Its type is {@code dev.moorage.<content>.<what was done>}, and its subject
 * the repository with the tag or the digest.
 */
final class CloudEventEnvelope {
    private static final Map<String, String> DONE =
            Map.of("push", "pushed", "pull", "pulled", "mount", "mounted", "delete", "deleted");

    private CloudEventEnvelope() {}

    static ObjectNode wrap(ObjectNode event) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("specversion", "1.0");
        envelope.put("id", event.path("id").asString(""));
        envelope.put("source", "//" + event.path("request").path("host").asString("moorage"));
        envelope.put("type", type(event));
        envelope.put("time", event.path("timestamp").asString(""));
        envelope.put("subject", subject(event));
        envelope.put("datacontenttype", "application/json");
        envelope.set("data", event);
        return envelope;
    }

    private static String type(ObjectNode event) {
        String action = event.path("action").asString("");
        boolean blob = event.path("target").path("url").asString("").contains("/blobs/");
        boolean tag = event.path("target").path("digest").isMissingNode();
        return "dev.moorage." + (blob ? "blob" : tag ? "tag" : "manifest") + "." + DONE.getOrDefault(action, action);
    }

    private static String subject(ObjectNode event) {
        String repository = event.path("target").path("repository").asString("");
        String tag = event.path("target").path("tag").asString("");
        return tag.isEmpty()
                ? repository + "@" + event.path("target").path("digest").asString("")
                : repository + ":" + tag;
    }
}
