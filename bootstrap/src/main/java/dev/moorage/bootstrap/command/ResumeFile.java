package dev.moorage.bootstrap.command;

import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint;
import dev.moorage.application.port.in.maintenance.VerifySummary;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.StorageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small file with the checkpoint of an interrupted verification of one storage. It is always complete, and is deleted when
 * the verification has finished.
 */
final class ResumeFile {
    private static final int VERSION = 1;

    private final Path path;
    private final String storage;
    private final JsonMapper json = JsonMapper.builder().build();

    ResumeFile(Path path, StorageConfig storage) {
        this.path = path;
        this.storage = storage.type() + " " + storage.where();
    }

    /**
     * Reads the checkpoint to resume at: the start where the file does not exist.
     *
     * @throws InvalidConfigurationException when the file is no resume file, or that of another storage
     */
    VerifyCheckpoint read() throws IOException, InvalidConfigurationException {
        if (!Files.exists(path)) {
            return VerifyCheckpoint.START;
        }
        try {
            JsonNode node = json.readTree(Files.readAllBytes(path));
            if (node.required("version").intValue() != VERSION) {
                throw refused("is of another version");
            }
            if (!node.required("storage").stringValue().equals(storage)) {
                throw refused(
                        "is of another storage: " + node.required("storage").stringValue());
            }
            return new VerifyCheckpoint(
                    VerifyCheckpoint.Phase.valueOf(node.required("phase").stringValue()),
                    Optional.ofNullable(node.get("after")).map(JsonNode::stringValue),
                    tally(node));
        } catch (JacksonException | IllegalArgumentException _) {
            throw refused("does not say how far a verification is");
        }
    }

    private InvalidConfigurationException refused(String why) {
        return new InvalidConfigurationException(List.of("--resume: " + path + " " + why));
    }

    private static VerifySummary tally(JsonNode node) {
        Map<Finding.Kind, Long> findings = new EnumMap<>(Finding.Kind.class);
        node.required("findings")
                .properties()
                .forEach(found -> findings.put(
                        Finding.Kind.valueOf(found.getKey()), found.getValue().longValue()));
        return new VerifySummary(
                node.required("links").longValue(),
                node.required("manifests").longValue(),
                node.required("blobs").longValue(),
                node.required("bytes").longValue(),
                node.required("stale").longValue(),
                node.required("others").longValue(),
                findings,
                node.required("repaired").longValue());
    }

    void write(VerifyCheckpoint checkpoint) throws IOException {
        VerifySummary tally = checkpoint.tally();
        ObjectNode node = json.createObjectNode();
        node.put("version", VERSION);
        node.put("storage", storage);
        node.put("phase", checkpoint.phase().name());
        checkpoint.after().ifPresent(after -> node.put("after", after));
        node.put("links", tally.links());
        node.put("manifests", tally.manifests());
        node.put("blobs", tally.blobs());
        node.put("bytes", tally.bytes());
        node.put("stale", tally.stale());
        node.put("others", tally.others());
        node.put("repaired", tally.repaired());
        ObjectNode findings = node.putObject("findings");
        tally.findings().forEach((kind, count) -> findings.put(kind.name(), count));
        Path whole = path.resolveSibling(path.getFileName() + ".new");
        Files.write(whole, json.writeValueAsBytes(node));
        Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
