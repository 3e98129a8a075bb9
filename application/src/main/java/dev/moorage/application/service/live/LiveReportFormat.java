package dev.moorage.application.service.live;

import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Encodes reports as JSON, version 1. JSON in another form is no report. Members that are not known are ignored. */
final class LiveReportFormat {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LiveReportFormat() {}

    static byte[] encode(LiveReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", VERSION);
        root.put("replica", report.replica());
        root.put("cut", report.isCut());
        ArrayNode uploads = root.putArray("uploads");
        report.uploads().forEach(upload -> put(uploads.addObject(), upload));
        return JSON.writeValueAsBytes(root);
    }

    private static void put(ObjectNode node, LiveUpload upload) {
        LiveUpload.Client client = upload.client();
        LiveUpload.Flow flow = upload.flow();
        LiveUpload.History history = upload.history();
        node.put("id", upload.id().toString());
        node.put("repository", upload.repository().value());
        node.put("state", upload.state().word());
        client.user().ifPresent(user -> node.put("user", user));
        node.put("address", client.address());
        node.put("product", client.product());
        node.put("method", client.method());
        node.put("bytes", flow.bytes());
        flow.durable().ifPresent(durable -> node.put("durable", durable));
        flow.expected().ifPresent(expected -> node.put("expected", expected));
        node.put("rate", flow.rate());
        node.put("mean", flow.mean());
        node.put("startedAt", history.startedAt().toString());
        node.put("lastByteAt", history.lastByteAt().toString());
        node.put("requests", history.requests());
        node.put("resumed", history.resumed());
        node.put("fenced", history.fenced());
    }

    /** Decodes a report. The result is empty if the bytes are none. */
    static Optional<LiveReport> decode(byte[] content) {
        try {
            JsonNode root = JSON.readTree(content);
            if (root.required("version").asInt() != VERSION) {
                return Optional.empty();
            }
            String replica = root.required("replica").stringValue();
            List<LiveUpload> uploads = new ArrayList<>();
            root.required("uploads").forEach(node -> uploads.add(upload(node, replica)));
            return Optional.of(new LiveReport(replica, root.required("cut").booleanValue(), uploads));
        } catch (JacksonException | DateTimeException | IllegalArgumentException | NoSuchElementException _) {
            return Optional.empty();
        }
    }

    private static LiveUpload upload(JsonNode node, String replica) {
        return new LiveUpload(
                UploadId.tryParse(text(node, "id")).orElseThrow(),
                RepositoryName.tryParse(text(node, "repository")).orElseThrow(),
                UploadState.tryParse(text(node, "state")).orElseThrow(),
                replica,
                new LiveUpload.Client(
                        node.has("user") ? Optional.of(text(node, "user")) : Optional.empty(),
                        text(node, "address"),
                        text(node, "product"),
                        text(node, "method")),
                new LiveUpload.Flow(
                        number(node, "bytes"),
                        optional(node, "durable"),
                        optional(node, "expected"),
                        number(node, "rate"),
                        number(node, "mean")),
                new LiveUpload.History(
                        Instant.parse(text(node, "startedAt")),
                        Instant.parse(text(node, "lastByteAt")),
                        (int) number(node, "requests"),
                        (int) number(node, "resumed"),
                        (int) number(node, "fenced")));
    }

    private static OptionalLong optional(JsonNode node, String name) {
        return node.has(name) ? OptionalLong.of(number(node, name)) : OptionalLong.empty();
    }

    private static String text(JsonNode node, String name) {
        return node.required(name).stringValue();
    }

    private static long number(JsonNode node, String name) {
        return node.required(name).longValue();
    }
}
