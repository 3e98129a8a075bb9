package dev.moorage.application.service.retention.pulls;

/**
 * Days by the numbers of pulls. An entry takes 12 to 24 bytes, so that a million of them fit into the memory of a small server.
 */
final class DayTable {
    /** The place of no entry. A pull with this number counts as one with the next. */
    private static final long NONE = 0;

    private static final int FIRST = 1 << 10;

    private long[] numbers = new long[FIRST];
    private int[] days = new int[FIRST];
    private int size;

    /** Returns the day of a pull, or {@link Integer#MIN_VALUE} if there is none. */
    int get(long number) {
        int place = place(number == NONE ? 1 : number);
        return numbers[place] == NONE ? Integer.MIN_VALUE : days[place];
    }

    /** Sets the day of a pull, if it is later than the one that is there. Returns whether it is. */
    boolean raise(long number, int day) {
        long key = number == NONE ? 1 : number;
        int place = place(key);
        if (numbers[place] == NONE) {
            if (size >= numbers.length / 2) {
                grow();
                place = place(key);
            }
            numbers[place] = key;
            size++;
        } else if (days[place] >= day) {
            return false;
        }
        days[place] = day;
        return true;
    }

    int size() {
        return size;
    }

    private int place(long number) {
        int mask = numbers.length - 1;
        int place = (int) number & mask;
        while (numbers[place] != NONE && numbers[place] != number) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldNumbers = numbers;
        int[] oldDays = days;
        numbers = new long[oldNumbers.length * 2];
        days = new int[oldNumbers.length * 2];
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != NONE) {
                int place = place(oldNumbers[i]);
                numbers[place] = oldNumbers[i];
                days[place] = oldDays[i];
            }
        }
    }
}
