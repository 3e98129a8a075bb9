package dev.moorage.storage.azure.staging;

import dev.moorage.storage.azure.request.BlobRequests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The blocks of a staged object, in order. Neighbouring blocks of one writer and one size form a run, so that a list of many
 * blocks stays short.
 */
public final class BlockList {
    private static final int RADIX = 36;
    /** Sixteen hexadecimal digits that are unique to the staged object. They are part of each block's id. */
    private final String once;

    private final List<Run> runs = new ArrayList<>();
    private long size;
    private int count;

    BlockList(String once) {
        this.once = once;
    }

    /**
     * Consecutive blocks of one writer.
     *
     * @param generation the writer's generation
     * @param first the writer's number of the first block
     * @param count the number of blocks, which have consecutive numbers
     * @param size the size of each block in bytes
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

    /** A range of neighbouring small blocks, in bytes. */
    record Span(long offset, long length) {}

    /** Returns the total size of the blocks in bytes. */
    long size() {
        return size;
    }

    /** Returns the number of blocks. */
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
     * Drops every block that ends behind an offset.
     *
     * @return the new end of the blocks: the offset itself, or the start of the block that contains it
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
     * Finds the first small neighbours that have enough bytes together, or are many. A block is small when it is smaller
     * than {@code block}.
     *
     * @param block the minimum size in bytes of a block that is not small
     * @param enough the number of bytes from which neighbours are returned
     * @param many the number of neighbours from which they are returned
     * @param within only the first {@code within} bytes are searched
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

    /** Replaces the blocks of a span by one block. */
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

    /** Returns the ids of all blocks. They have the same length, as the service requires for the ids of one blob. */
    public List<String> ids() {
        List<String> ids = new ArrayList<>(count);
        for (Run run : runs) {
            for (int i = 0; i < run.count(); i++) {
                ids.add(id(run.generation(), run.first() + i));
            }
        }
        return ids;
    }

    /**
     * Returns the id of a block. It consists of the staged object's digits, the writer's generation and the writer's block
     * number.
     */
    public String id(long generation, int number) {
        ByteBuffer id = ByteBuffer.allocate(16)
                .put(HexFormat.of().parseHex(once))
                .putInt(Math.toIntExact(generation))
                .putInt(number);
        return Base64.getEncoder().encodeToString(id.array());
    }

    /** Returns a checksum that identifies this list. */
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

    public static BlockList decoded(String once, String text) {
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
