package dev.moorage.domain.garbage;

import java.util.Arrays;

/**
 * A set of 128-bit fingerprints of worlds, each with the number of the world from which it was reached. Two different
 * worlds among ten million have the same fingerprint with a probability below 10<sup>-24</sup>.
 */
final class Fingerprints {
    private long[] keys = new long[1 << 13];
    private int[] places = new int[1 << 12];
    private int[] parents = new int[1 << 11];
    private short[] choices = new short[1 << 11];
    private int size;

    int size() {
        return size;
    }

    /** Adds a fingerprint. Returns its number, or -1 if it is in the set. */
    int add(long high, long low, int parent, int choice) {
        int mask = places.length - 1;
        int place = (int) low & mask;
        while (places[place] != 0) {
            int number = places[place] - 1;
            if (keys[2 * number] == high && keys[2 * number + 1] == low) {
                return -1;
            }
            place = place + 1 & mask;
        }
        if (2 * size + 2 > keys.length) {
            keys = Arrays.copyOf(keys, 2 * keys.length);
        }
        if (size == parents.length) {
            parents = Arrays.copyOf(parents, 2 * size);
            choices = Arrays.copyOf(choices, 2 * size);
        }
        keys[2 * size] = high;
        keys[2 * size + 1] = low;
        parents[size] = parent;
        choices[size] = (short) choice;
        places[place] = ++size;
        if (size > places.length / 2) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        int mask = 2 * places.length - 1;
        places = new int[mask + 1];
        for (int number = 0; number < size; number++) {
            int place = (int) keys[2 * number + 1] & mask;
            while (places[place] != 0) {
                place = place + 1 & mask;
            }
            places[place] = number + 1;
        }
    }

    int parent(int number) {
        return parents[number];
    }

    int choice(int number) {
        return choices[number];
    }
}
