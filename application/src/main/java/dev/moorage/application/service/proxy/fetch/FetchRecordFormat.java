package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.hash.HashState;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.fetch.FetchId;
import dev.moorage.domain.fetch.FetchPhase;
import dev.moorage.domain.fetch.FetchSession;
import dev.moorage.storage.spi.staging.StagedState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Encodes the record of a fetch as JSON, version 1. JSON in any other form does not count as a record. */
final class FetchRecordFormat {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FetchRecordFormat() {}

    static byte[] encode(FetchRecord record) {
        FetchSession session = record.session();
        ObjectNode node = JSON.createObjectNode();
        node.put("version", VERSION);
        node.put("digest", session.digest().toString());
        node.put("id", session.id().toString());
        node.put("lastActivity", session.lastActivity().toString());
        node.put("generation", session.generation());
        node.put("offset", session.offset());
        record.staged().ifPresent(state -> node.put("staged", state.value()));
        record.hash().ifPresent(hash -> node.put("hashed", hash.length()).put("hash", hash.encoded()));
        return JSON.writeValueAsBytes(node);
    }

    /** Decodes a record. The result is empty if the bytes are not a record, for example after a power cut. */
    static Optional<FetchRecord> decode(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            return node.path("version").asInt(0) == VERSION ? Optional.of(read(node)) : Optional.empty();
        } catch (JacksonException | DateTimeException | IllegalArgumentException | NoSuchElementException _) {
            return Optional.empty();
        }
    }

    private static FetchRecord read(JsonNode node) {
        Digest digest = Digest.tryParse(node.required("digest").stringValue()).orElseThrow();
        FetchSession session = new FetchSession(
                digest,
                FetchId.tryParse(node.required("id").stringValue()).orElseThrow(),
                Instant.parse(node.required("lastActivity").stringValue()),
                node.required("generation").longValue(),
                node.required("offset").longValue(),
                FetchPhase.FETCHING);
        return new FetchRecord(
                session,
                Optional.ofNullable(node.get("staged"))
                        .map(JsonNode::stringValue)
                        .map(StagedState::new),
                Optional.ofNullable(node.get("hash"))
                        .map(hash -> new HashState(
                                digest.algorithm(), node.required("hashed").longValue(), hash.stringValue())));
    }
}
