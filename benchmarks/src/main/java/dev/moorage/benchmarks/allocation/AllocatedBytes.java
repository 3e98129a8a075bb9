package dev.moorage.benchmarks.allocation;

import dev.moorage.benchmarks.guard.CostKind;
import java.util.Locale;
import java.util.Optional;

/** The bytes that an operation allocates on the heap. */
final class AllocatedBytes implements CostKind<Long> {
    private static final double TOLERATED_FACTOR = 1.10;
    private static final long TOLERATED_BYTES = 64;

    @Override
    public Class<Long> type() {
        return Long.class;
    }

    @Override
    public Optional<String> excess(Long recorded, Long measured) {
        long limit = (long) (recorded * TOLERATED_FACTOR) + TOLERATED_BYTES;
        return measured > limit
                ? Optional.of(String.format(
                        Locale.ROOT, "allocates %,d bytes, and not %,d; the limit is %,d", measured, recorded, limit))
                : Optional.empty();
    }

    @Override
    public String line(String operation, Long measured, Optional<Long> recorded) {
        return String.format(Locale.ROOT, "%-50s %,12d bytes, recorded %s", operation, measured, recorded.orElse(0L));
    }
}
