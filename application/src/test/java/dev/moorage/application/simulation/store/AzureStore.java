package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.StagedState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Azure: blocks that wait, uncommitted, in the place of their blob. Putting a block list there makes the blob, and drops the blocks
 * that it does not name, whoever put them; what is not committed is gone after seven days.
 */
public final class AzureStore extends ObjectStore {
    private static final Duration LIFE = Duration.ofDays(7);

    private final Map<String, Map<String, Block>> uncommitted = new HashMap<>();

    private record Block(byte[] content, Instant put) {}

    public AzureStore(InstantSource clock, Set<Weakness> weaknesses) {
        super(clock, weaknesses);
    }

    /** Blocks in the place of a blob that another upload has made meanwhile, or that are too old. */
    @Override
    public boolean excusesLoss(StagedState state) {
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
            // There is no such call: the store forgets them.
        }

        @Override
        public List<String> leftovers() {
            return List.of();
        }
    }
}
