package dev.moorage.http.live;

import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.LiveUploads;
import dev.moorage.application.port.in.live.ScannedUploads;
import dev.moorage.application.port.in.live.UploadState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of uploads. Sizes are in bytes, and times are those of RFC 3339 in UTC. What is not known is left out. */
final class LiveUploadsJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LiveUploadsJson() {}

    static byte[] of(LiveUploads uploads) {
        ObjectNode root = JSON.createObjectNode();
        root.put("taken", time(uploads.taken()));
        root.put("partial", uploads.isPartial());
        ArrayNode replicas = root.putArray("replicas");
        uploads.replicas()
                .forEach(replica ->
                        replicas.addObject().put("name", replica.name()).put("seen", time(replica.seen())));
        ObjectNode totals = root.putObject("totals");
        for (UploadState state : UploadState.values()) {
            totals.put(state.word(), uploads.count(state));
        }
        totals.put("bytesPerSecond", uploads.rate());
        ArrayNode rows = root.putArray("uploads");
        uploads.uploads().forEach(upload -> put(rows.addObject(), upload));
        return JSON.writeValueAsBytes(root);
    }

    static byte[] of(ScannedUploads page) {
        ObjectNode root = JSON.createObjectNode();
        root.put("taken", time(page.taken()));
        root.put("partial", page.isPartial());
        root.put("reads", page.reads());
        page.next().ifPresent(next -> root.put("next", next));
        ArrayNode rows = root.putArray("uploads");
        page.uploads().forEach(upload -> put(rows.addObject(), upload));
        return JSON.writeValueAsBytes(root);
    }

    static byte[] of(LiveUpload upload) {
        ObjectNode root = JSON.createObjectNode();
        put(root, upload);
        return JSON.writeValueAsBytes(root);
    }

    private static void put(ObjectNode row, LiveUpload upload) {
        row.put("id", upload.id().toString());
        row.put("repository", upload.repository().value());
        row.put("state", upload.state().word());
        known(row, "replica", upload.replica());
        upload.client().user().ifPresent(user -> row.put("user", user));
        known(row, "remote", upload.client().address());
        known(row, "client", upload.client().product());
        known(row, "method", upload.client().method());
        row.put("bytes", upload.flow().bytes());
        upload.flow().durable().ifPresent(durable -> row.put("durable", durable));
        upload.flow().expected().ifPresent(expected -> row.put("expected", expected));
        row.put("bytesPerSecond", upload.flow().rate());
        row.put("meanBytesPerSecond", upload.flow().mean());
        row.put("startedAt", time(upload.history().startedAt()));
        row.put("lastByteAt", time(upload.history().lastByteAt()));
        row.put("requests", upload.history().requests());
        row.put("resumed", upload.history().resumed());
        row.put("fenced", upload.history().fenced());
    }

    private static void known(ObjectNode row, String name, String text) {
        if (!text.isEmpty()) {
            row.put(name, text);
        }
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
