package dev.moorage.application.service.retention.pulls;

/**
 * The latest number of each key, for example the day of a pull. An entry takes 12 to 24 bytes, so that a million of them fit into the
 * memory of a small server.
 */
public final class LatestNumbers {
    /** The key of no entry. One with this key counts as one with the next. */
    private static final long NONE = 0;

    private static final int FIRST = 1 << 10;

    private long[] keys = new long[FIRST];
    private int[] numbers = new int[FIRST];
    private int size;

    /** Returns the number of a key, or {@link Integer#MIN_VALUE} if there is none. */
    public int get(long key) {
        int place = place(key == NONE ? 1 : key);
        return keys[place] == NONE ? Integer.MIN_VALUE : numbers[place];
    }

    /** Sets the number of a key, if it is greater than the one that is there. Returns whether it is. */
    public boolean raise(long key, int number) {
        long entry = key == NONE ? 1 : key;
        int place = place(entry);
        if (keys[place] == NONE) {
            if (size >= keys.length / 2) {
                grow();
                place = place(entry);
            }
            keys[place] = entry;
            size++;
        } else if (numbers[place] >= number) {
            return false;
        }
        numbers[place] = number;
        return true;
    }

    int size() {
        return size;
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int place = (int) key & mask;
        while (keys[place] != NONE && keys[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != NONE) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                numbers[place] = oldNumbers[i];
            }
        }
    }
}
