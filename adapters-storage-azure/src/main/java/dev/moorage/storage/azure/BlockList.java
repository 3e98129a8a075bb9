package dev.moorage.storage.azure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The blocks that belong to a staged object, in order. Neighbours of one writer and one size are one run, so that a list of
 * many blocks stays short.
 */
final class BlockList {
    private static final int RADIX = 36;
    /** Sixteen hexadecimal digits that no other staged object has; part of each block's id. */
    private final String once;

    private final List<Run> runs = new ArrayList<>();
    private long size;
    private int count;

    BlockList(String once) {
        this.once = once;
    }

    /**
     * Blocks that one writer put one after the other.
     *
     * @param generation the writer's
     * @param first the number of the first block among the writer's
     * @param count how many, each with the next number
     * @param size the bytes of each
     */
    record Run(long generation, int first, int count, long size) {
        static Run of(long generation, int number, long size) {
            return new Run(generation, number, 1, size);
        }

        long bytes() {
            return count * size;
        }

        private boolean goesOnWith(Run next) {
            return generation == next.generation && first + count == next.first && size == next.size;
        }

        private Run keep(int blocks) {
            return new Run(generation, first, blocks, size);
        }
    }

    /** Neighbouring small blocks. */
    record Span(long offset, long length) {}

    /** The blocks' bytes. */
    long size() {
        return size;
    }

    /** How many blocks. */
    int count() {
        return count;
    }

    void add(Run block) {
        int last = runs.size() - 1;
        if (last >= 0 && runs.get(last).goesOnWith(block)) {
            runs.set(last, runs.get(last).keep(runs.get(last).count() + block.count()));
        } else {
            runs.add(block);
        }
        size += block.bytes();
        count += block.count();
    }

    private void addAll(List<Run> others) {
        others.forEach(this::add);
    }

    private void clear() {
        runs.clear();
        size = 0;
        count = 0;
    }

    /**
     * Drops every block that ends behind a size.
     *
     * @return where the blocks end now: at the size, or at the start of the block that it falls into
     */
    long truncate(long length) {
        List<Run> before = List.copyOf(runs);
        clear();
        for (Run run : before) {
            int kept = (int) Math.min(run.count(), (length - size) / run.size());
            if (kept > 0) {
                add(run.keep(kept));
            }
            if (kept < run.count()) {
                break;
            }
        }
        return size;
    }

    /**
     * The first neighbours that are smaller than a block should be, and have enough bytes together, or are many.
     *
     * @param block the bytes of a block that is not small
     * @param within only among the first so many bytes
     */
    Optional<Span> small(long block, long enough, int many, long within) {
        long start = 0;
        long offset = 0;
        int neighbours = 0;
        for (Run run : runs) {
            if (offset + run.bytes() > within) {
                break;
            }
            offset += run.bytes();
            neighbours += run.count();
            if (run.size() >= block) {
                start = offset;
                neighbours = 0;
            }
            if (offset - start >= enough || neighbours >= many) {
                return Optional.of(new Span(start, offset - start));
            }
        }
        return Optional.empty();
    }

    /** Puts one block in the place of all that make up a span. */
    void replace(Span span, Run block) {
        List<Run> behind = new ArrayList<>();
        long offset = 0;
        for (Run run : runs) {
            if (offset >= span.offset() + span.length()) {
                behind.add(run);
            }
            offset += run.bytes();
        }
        truncate(span.offset());
        add(block);
        addAll(behind);
    }

    /** The ids of all blocks. All have the same width, as those of one blob must. */
    List<String> ids() {
        List<String> ids = new ArrayList<>(count);
        for (Run run : runs) {
            for (int i = 0; i < run.count(); i++) {
                ids.add(id(run.generation(), run.first() + i));
            }
        }
        return ids;
    }

    /** The id of a block: the staged object, the writer, the block's number among the writer's. */
    String id(long generation, int number) {
        ByteBuffer id = ByteBuffer.allocate(16)
                .put(HexFormat.of().parseHex(once))
                .putInt(Math.toIntExact(generation))
                .putInt(number);
        return Base64.getEncoder().encodeToString(id.array());
    }

    /** What tells this list from any other. */
    String checksum() {
        byte[] bytes = (once + "/" + encoded()).getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().formatHex(BlobRequests.md5().digest(bytes));
    }

    String encoded() {
        StringBuilder text = new StringBuilder();
        for (Run run : runs) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(Long.toString(run.generation(), RADIX))
                    .append('.')
                    .append(Integer.toString(run.first(), RADIX))
                    .append('.')
                    .append(Integer.toString(run.count(), RADIX))
                    .append('.')
                    .append(Long.toString(run.size(), RADIX));
        }
        return text.toString();
    }

    static BlockList decoded(String once, String text) {
        BlockList list = new BlockList(once);
        for (String run : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] part = run.split("\\.", -1);
            list.add(new Run(
                    Long.parseLong(part[0], RADIX),
                    Integer.parseInt(part[1], RADIX),
                    Integer.parseInt(part[2], RADIX),
                    Long.parseLong(part[3], RADIX)));
        }
        return list;
    }
}
