package dev.moorage.application.service.maintenance;

import dev.moorage.domain.digest.Digest;

/**
 * A set of digests that uses 20 to 25 bytes for each, whatever their algorithm. It stores the first 127 bits of each
 * digest in open-addressing tables. Two digests that agree in those bits count as one. No two digests of this kind are
 * known. There are 256 tables, and only one grows at a time, so that growing needs little extra memory. One thread
 * fills the set. Afterwards any number of threads may read it.
 */
public final class LinkedDigests {
    private final Table[] tables = new Table[256];
    private long size;
    private boolean complete = true;

    public LinkedDigests() {
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new Table();
        }
    }

    /** Adds a digest, if it is not there. */
    public void add(Digest digest) {
        if (table(digest).add(high(digest), low(digest))) {
            size++;
        }
    }

    /** Returns whether a digest was added. */
    public boolean contains(Digest digest) {
        return table(digest).contains(high(digest), low(digest));
    }

    /** Records that some links could not be listed. */
    void missSome() {
        complete = false;
    }

    /** Whether all links were listed. Otherwise a digest that is missing here may still be linked. */
    boolean isComplete() {
        return complete;
    }

    long size() {
        return size;
    }

    /** Returns the memory that the digests take, in bytes. */
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

    /** Returns the second 64 bits with the lowest bit set. The value is never 0, because 0 marks an empty place. */
    private static long low(Digest digest) {
        return Long.parseUnsignedLong(digest.hex(), 16, 32, 16) | 1;
    }

    /**
     * The digests that start with the same byte, as pairs of numbers. The bytes after the first determine each pair's
     * place. A pair is at that place or after it.
     */
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

        /** Returns the place of a pair, or the empty place where it would be stored. */
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
