package dev.moorage.application.service.upload.session;

import dev.moorage.application.hash.HashState;
import dev.moorage.application.port.in.upload.UploadHistory;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadPhase;
import dev.moorage.domain.upload.UploadSession;
import dev.moorage.storage.spi.staging.StagedState;
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

/**
 * Encodes a session record as JSON, version 1. Decoding is strict: JSON in any other form does not count as a record. The
 * history is the exception. Records may lack it, and older versions leave it out when they replace a record.
 */
public final class SessionRecordFormat {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SessionRecordFormat() {}

    static byte[] encode(SessionRecord record) {
        UploadSession session = record.session();
        ObjectNode node = JSON.createObjectNode();
        node.put("version", VERSION);
        node.put("repository", session.repository().value());
        node.put("id", session.id().toString());
        node.put("algorithm", session.algorithm().identifier());
        node.put("startedAt", session.startedAt().toString());
        node.put("lastActivity", session.lastActivity().toString());
        node.put("generation", session.generation());
        node.put("offset", session.offset());
        node.put("acknowledged", session.acknowledged());
        writePhase(node, session.phase());
        node.put("staged", record.staged().map(StagedState::value).orElse(""));
        ArrayNode hashes = node.putArray("hashes");
        for (HashState hash : record.hashes()) {
            hashes.addObject()
                    .put("algorithm", hash.algorithm().identifier())
                    .put("length", hash.length())
                    .put("state", hash.encoded());
        }
        if (!record.history().equals(UploadHistory.NONE)) {
            writeHistory(node.putObject("history"), record.history());
        }
        return JSON.writeValueAsBytes(node);
    }

    private static void writeHistory(ObjectNode node, UploadHistory history) {
        history.user().ifPresent(user -> node.put("user", user));
        node.put("address", history.address());
        node.put("product", history.product());
        node.put("requests", history.requests());
        node.put("resumed", history.resumed());
        history.expected().ifPresent(expected -> node.put("expected", expected));
    }

    private static void writePhase(ObjectNode node, UploadPhase phase) {
        switch (phase) {
            case UploadPhase.Open _ -> node.put("phase", "open");
            case UploadPhase.Appending _ -> node.put("phase", "appending");
            case UploadPhase.Sealed(Digest digest) ->
                node.put("phase", "sealed").put("digest", digest.toString());
            case UploadPhase.Verified(Digest digest) ->
                node.put("phase", "verified").put("digest", digest.toString());
            case UploadPhase.Published(Digest digest) ->
                node.put("phase", "published").put("digest", digest.toString());
            case UploadPhase.Committed(Digest digest) ->
                node.put("phase", "committed").put("digest", digest.toString());
            case UploadPhase.Cancelled _ -> node.put("phase", "cancelled");
            case UploadPhase.Expired _ -> node.put("phase", "expired");
        }
    }

    /** Decodes a record. The result is empty if the bytes are not a record, for example after a power cut. */
    public static Optional<SessionRecord> decode(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            return node.path("version").asInt(0) == VERSION ? Optional.of(read(node)) : Optional.empty();
        } catch (JacksonException | DateTimeException | IllegalArgumentException | NoSuchElementException _) {
            return Optional.empty();
        }
    }

    private static SessionRecord read(JsonNode node) {
        UploadSession session = new UploadSession(
                UploadId.tryParse(text(node, "id")).orElseThrow(),
                RepositoryName.tryParse(text(node, "repository")).orElseThrow(),
                algorithm(node),
                Instant.parse(text(node, "startedAt")),
                Instant.parse(text(node, "lastActivity")),
                node.required("generation").longValue(),
                node.required("offset").longValue(),
                node.required("acknowledged").longValue(),
                phase(node));
        List<HashState> hashes = new ArrayList<>();
        for (JsonNode hash : node.required("hashes")) {
            hashes.add(new HashState(algorithm(hash), hash.required("length").longValue(), text(hash, "state")));
        }
        return new SessionRecord(
                session,
                Optional.of(text(node, "staged"))
                        .filter(state -> !state.isEmpty())
                        .map(StagedState::new),
                hashes,
                history(node.path("history")));
    }

    /** Reads the history, in which a member of another type counts as absent: it must not cost the upload. */
    private static UploadHistory history(JsonNode node) {
        JsonNode user = node.path("user");
        JsonNode expected = node.path("expected");
        return new UploadHistory(
                user.isString() ? Optional.of(user.stringValue()) : Optional.empty(),
                node.path("address").stringValue(""),
                node.path("product").stringValue(""),
                node.path("requests").intValue(0),
                node.path("resumed").intValue(0),
                expected.canConvertToLong() ? OptionalLong.of(expected.longValue()) : OptionalLong.empty());
    }

    private static UploadPhase phase(JsonNode node) {
        return switch (text(node, "phase")) {
            case "open" -> new UploadPhase.Open();
            case "appending" -> new UploadPhase.Appending();
            case "sealed" -> new UploadPhase.Sealed(digest(node));
            case "verified" -> new UploadPhase.Verified(digest(node));
            case "published" -> new UploadPhase.Published(digest(node));
            case "committed" -> new UploadPhase.Committed(digest(node));
            case "cancelled" -> new UploadPhase.Cancelled();
            case "expired" -> new UploadPhase.Expired();
            default -> throw new IllegalArgumentException("unknown phase");
        };
    }

    private static Digest digest(JsonNode node) {
        return Digest.tryParse(text(node, "digest")).orElseThrow();
    }

    private static DigestAlgorithm algorithm(JsonNode node) {
        return DigestAlgorithm.of(text(node, "algorithm")).orElseThrow();
    }

    private static String text(JsonNode node, String name) {
        return node.required(name).stringValue();
    }
}
