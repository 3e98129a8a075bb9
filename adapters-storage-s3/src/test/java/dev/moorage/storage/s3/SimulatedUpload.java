package dev.moorage.storage.s3;

import dev.moorage.storage.s3.request.Checksums;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A multipart upload of a simulated bucket. */
final class SimulatedUpload {
    private final String key;
    private final Map<String, String> metadata;
    private final Instant initiated;
    private final Map<Integer, SimulatedObject> parts = new TreeMap<>();

    SimulatedUpload(String key, Map<String, String> metadata, Instant initiated) {
        this.key = key;
        this.metadata = metadata;
        this.initiated = initiated;
    }

    String key() {
        return key;
    }

    Instant initiated() {
        return initiated;
    }

    Map<Integer, SimulatedObject> parts() {
        return new TreeMap<>(parts);
    }

    void put(int number, SimulatedObject part) {
        parts.put(number, part);
    }

    /** Returns the object with exactly the listed parts, or throws the store's error for the list. */
    SimulatedObject complete(List<CompletedPart> list, StoreRules rules) {
        if (list.isEmpty()) {
            throw Refusal.of(400, "MalformedXML");
        }
        if (rules.has(Quirk.ALL_PARTS_LISTED) && list.size() != parts.size()) {
            throw Refusal.of(400, "InvalidPart");
        }
        int first = Optional.ofNullable(parts.get(list.getFirst().partNumber()))
                .map(part -> part.content().length)
                .orElse(0);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        StringBuilder etags = new StringBuilder();
        int last = 0;
        for (CompletedPart listed : list) {
            SimulatedObject part = parts.get(listed.partNumber());
            if (part == null || !part.etag().equals(listed.eTag())) {
                throw Refusal.of(400, "InvalidPart");
            }
            if (listed.partNumber() <= last) {
                throw Refusal.of(400, "InvalidPartOrder");
            }
            if (part.content().length < rules.smallestPart() && listed != list.getLast()) {
                throw Refusal.of(400, "EntityTooSmall");
            }
            int size = part.content().length;
            if (rules.has(Quirk.EQUAL_PARTS) && (size > first || size < first && listed != list.getLast())) {
                throw Refusal.of(400, "InvalidPart");
            }
            if (listed.checksumCRC32C() != null
                    && !listed.checksumCRC32C().equals(Checksums.WHEN_SUPPORTED.of(part.content()))) {
                throw Refusal.of(400, "InvalidPart");
            }
            last = listed.partNumber();
            content.writeBytes(part.content());
            etags.append(part.etag());
        }
        String etag = SimulatedObject.md5(etags.toString().getBytes(StandardCharsets.US_ASCII));
        return new SimulatedObject(
                content.toByteArray(), "\"" + etag + "-" + list.size() + "\"", metadata, Instant.now());
    }
}
