package dev.moorage.application.service.maintenance;

import dev.moorage.domain.digest.Digest;

/**
 * A set of digests in 20 to 25 bytes each, whatever their algorithm: the first 127 bits of each in a table of open
 * addressing. Two digests that agree in those count as one; nobody has ever seen such two. One of 256 tables grows at a
 * time, so growing takes no room to speak of. Filled by one thread, read by many afterwards.
 */
final class LinkedDigests {
    private final Table[] tables = new Table[256];
    private long size;

    LinkedDigests() {
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new Table();
        }
    }

    void add(Digest digest) {
        if (table(digest).add(high(digest), low(digest))) {
            size++;
        }
    }

    boolean contains(Digest digest) {
        return table(digest).contains(high(digest), low(digest));
    }

    long size() {
        return size;
    }

    /** The bytes that the digests take. */
    long bytes() {
        long sum = 0;
        for (Table table : tables) {
            sum += 8L * table.cells.length;
        }
        return sum;
    }

    private Table table(Digest digest) {
        return tables[Integer.parseInt(digest.hex(), 0, 2, 16)];
    }

    private static long high(Digest digest) {
        return Long.parseUnsignedLong(digest.hex(), 0, 16, 16);
    }

    /** Never 0, which stands for an empty place. */
    private static long low(Digest digest) {
        return Long.parseUnsignedLong(digest.hex(), 16, 32, 16) | 1;
    }

    /** The digests that start with one byte: pairs of numbers, each at or behind the place that its second byte on says. */
    private static final class Table {
        private static final int FIRST_PLACES = 16;

        private long[] cells = new long[2 * FIRST_PLACES];
        private int count;

        boolean contains(long high, long low) {
            return cells[find(cells, high, low) + 1] != 0;
        }

        boolean add(long high, long low) {
            int place = find(cells, high, low);
            if (cells[place + 1] != 0) {
                return false;
            }
            cells[place] = high;
            cells[place + 1] = low;
            count++;
            if (count > cells.length / 2 / 5 * 4) {
                grow();
            }
            return true;
        }

        private void grow() {
            long[] larger = new long[Math.addExact(cells.length / 2, cells.length / 8) * 2];
            for (int i = 0; i < cells.length; i += 2) {
                if (cells[i + 1] != 0) {
                    int place = find(larger, cells[i], cells[i + 1]);
                    larger[place] = cells[i];
                    larger[place + 1] = cells[i + 1];
                }
            }
            cells = larger;
        }

        /** Where a pair is, or would be. */
        private static int find(long[] cells, long high, long low) {
            int places = cells.length / 2;
            int place = (int) Math.unsignedMultiplyHigh(high << 8, places);
            while (cells[2 * place + 1] != 0 && (cells[2 * place] != high || cells[2 * place + 1] != low)) {
                place = place + 1 == places ? 0 : place + 1;
            }
            return 2 * place;
        }
    }
}
