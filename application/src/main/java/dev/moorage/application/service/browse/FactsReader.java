package dev.moorage.application.service.browse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.blob.BlobChangedException;
import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.browse.ContentKind;
import dev.moorage.application.port.in.browse.ManifestFacts;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ManifestContent;
import dev.moorage.application.service.manifest.DamagedManifestException;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what manifests are, and remembers it: the bytes of a digest do not change. What is remembered is of one repository, since
 * another one may not have the config. Facts with a problem that may be repaired are not remembered.
 */
final class FactsReader {
    private static final int MAX_JSON = 1 << 20;
    private static final long MAX_REMEMBERED = 16 << 20;

    /** The approximate bytes of facts in addition to their texts: of the record, and of each entry. */
    private static final int OVERHEAD = 512;

    private static final int ENTRY = 160;

    /** A tree of JSON takes many times the memory of its text, so that few are made at a time. */
    private static final int TREES = 2;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final GetManifest manifests;
    private final GetBlob blobs;
    private final MemoryBudget memory;
    private final Semaphore trees = new Semaphore(TREES);
    private final Cache<Key, Remembered> remembered;

    private record Key(RepositoryName repository, Digest digest) {}

    private record Remembered(ManifestFacts facts, int weight) {}

    /** A part of reading JSON that needs the tree. */
    private interface UseOfTree<T> {
        T apply(JsonNode root);
    }

    private record Parsed(ManifestFacts facts, Optional<ManifestFacts.Blob> config) {}

    FactsReader(GetManifest manifests, GetBlob blobs, MemoryBudget memory) {
        this.manifests = manifests;
        this.blobs = blobs;
        this.memory = memory;
        Weigher<Key, Remembered> weigher = (_, entry) -> entry.weight();
        this.remembered = Caffeine.newBuilder()
                .maximumWeight(MAX_REMEMBERED)
                .weigher(weigher)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Returns what a manifest is that the repository has. The result is empty if it is not known and may not be read, or if the
     * manifest has been deleted in the meantime.
     */
    Optional<ManifestFacts> read(RepositoryName repository, Digest digest, ReadBudget budget) throws IOException {
        return read(repository, digest, budget, true);
    }

    /** Returns what {@link #read} does, without what only the configuration has. */
    Optional<ManifestFacts> readManifest(RepositoryName repository, Digest digest, ReadBudget budget)
            throws IOException {
        return read(repository, digest, budget, false);
    }

    private Optional<ManifestFacts> read(RepositoryName repository, Digest digest, ReadBudget budget, boolean isWhole)
            throws IOException {
        Key key = new Key(repository, digest);
        @Nullable Remembered known = remembered.getIfPresent(key);
        if (known != null) {
            return Optional.of(known.facts());
        }
        if (!budget.spend()) {
            return Optional.empty();
        }
        try {
            return Optional.of(load(key, budget, isWhole));
        } catch (RegistryException _) {
            return Optional.empty();
        } catch (DamagedManifestException _) {
            return Optional.of(problem("", "its manifest is damaged"));
        }
    }

    private ManifestFacts load(Key key, ReadBudget budget, boolean isWhole) throws IOException {
        KeptText texts = new KeptText();
        Parsed parsed;
        try (ManifestContent content = manifests.get(key.repository(), key.digest())) {
            parsed = parse(content, texts);
        }
        Optional<ManifestFacts.Blob> config = parsed.config();
        ManifestFacts facts = parsed.facts();
        if (config.isPresent()) {
            if (!isWhole || !budget.spend()) {
                return facts;
            }
            Optional<ManifestFacts> whole =
                    withConfig(key.repository(), config.get().digest(), facts, texts);
            if (whole.isEmpty()) {
                return facts.withProblem("its configuration is not here");
            }
            facts = whole.get();
        }
        remembered.put(key, new Remembered(facts, weight(facts, texts)));
        return facts;
    }

    private static int weight(ManifestFacts facts, KeptText texts) {
        int entries = facts.blobs().size()
                + facts.layers().size()
                + facts.platforms().size()
                + facts.history().size();
        return OVERHEAD + ENTRY * entries + 2 * texts.length();
    }

    private Parsed parse(ManifestContent content, KeptText texts) {
        String mediaType = content.descriptor().mediaType().value();
        ByteBuffer bytes = content.bytes();
        if (bytes.remaining() > MAX_JSON) {
            return new Parsed(problem(mediaType, "its manifest is too large to show"), Optional.empty());
        }
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        return withTree(text, root -> {
                    ManifestJson manifest = new ManifestJson(root, texts);
                    ManifestFacts facts = manifest.facts(mediaType);
                    boolean hasConfig = facts.kind() == ContentKind.IMAGE || facts.kind() == ContentKind.HELM;
                    return new Parsed(facts, hasConfig ? manifest.config() : Optional.empty());
                })
                .orElseGet(() -> new Parsed(problem(mediaType, "its manifest is no JSON"), Optional.empty()));
    }

    /** Adds the configuration. The result is empty if the repository does not have it. */
    private Optional<ManifestFacts> withConfig(
            RepositoryName repository, Digest digest, ManifestFacts facts, KeptText texts) throws IOException {
        try {
            BlobInfo blob = blobs.stat(repository, digest);
            if (blob.size() > MAX_JSON) {
                return Optional.of(facts.withProblem("its configuration is too large to show"));
            }
            try (MemoryBudget.Lease lease = memory.lease()) {
                lease.reserve(blob.size());
                return Optional.of(withTree(bytes(blob), root -> new ConfigJson(root, texts).addTo(facts))
                        .orElseGet(() -> facts.withProblem("its configuration is no JSON")));
            }
        } catch (RegistryException | BlobChangedException _) {
            return Optional.empty();
        }
    }

    private byte[] bytes(BlobInfo blob) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) blob.size());
        try (BlobContent content = blobs.open(blob, ByteRange.WHOLE)) {
            while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                // Reads until the end.
            }
        }
        return bytes.array();
    }

    private <T> Optional<T> withTree(byte[] text, UseOfTree<T> use) {
        trees.acquireUninterruptibly();
        try {
            JsonNode root = JSON.readTree(text);
            return root.isObject() ? Optional.of(use.apply(root)) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        } finally {
            trees.release();
        }
    }

    private static ManifestFacts problem(String mediaType, String problem) {
        return new ManifestFacts(
                ContentKind.ARTIFACT,
                mediaType,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.of(problem));
    }
}
