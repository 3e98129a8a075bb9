package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A store like Azure. Uncommitted blocks are kept at the key of their blob. Committing a block list creates the blob,
 * and drops all blocks that the list does not name, including those of other writers. Uncommitted blocks disappear
 * after seven days.
 */
public final class AzureStore extends ObjectStore {
    private static final Duration LIFE = Duration.ofDays(7);

    private final Map<String, Map<String, Block>> uncommitted = new HashMap<>();

    private record Block(byte[] content, Instant put) {}

    public AzureStore(InstantSource clock, Set<Weakness> weaknesses) {
        super(clock, weaknesses);
    }

    /** Blocks may be lost at the key of a blob that another upload has created, or if they are too old. */
    @Override
    public boolean excusesLoss(Optional<StagedState> state) {
        return !readsBack(state);
    }

    @Override
    Unfinished unfinished() {
        return new Blocks();
    }

    private final class Blocks implements Unfinished {
        @Override
        public String begin(ObjectKey area, ObjectKey target, int random) {
            return "blocks-" + random;
        }

        @Override
        public void put(ObjectKey area, ParsedState upload, String part, byte[] content) {
            uncommitted
                    .computeIfAbsent(upload.target(), target -> new HashMap<>())
                    .put(upload.upload() + "/" + part, new Block(content, clock.instant()));
        }

        @Override
        public Optional<byte[]> content(ParsedState upload) {
            Map<String, Block> blocks = uncommitted.getOrDefault(upload.target(), Map.of());
            return ParsedState.joined(upload.parts().stream()
                    .map(part -> Optional.ofNullable(blocks.get(upload.upload() + "/" + part.name()))
                            .filter(block -> block.put().plus(LIFE).isAfter(clock.instant()))
                            .map(Block::content))
                    .toList());
        }

        @Override
        public void forget(ParsedState upload) {
            uncommitted.remove(upload.target());
        }

        @Override
        public void abort(ParsedState upload) {
            // Azure has no call for this. The store drops the blocks itself.
        }

        @Override
        public List<String> leftovers() {
            return List.of();
        }
    }
}
