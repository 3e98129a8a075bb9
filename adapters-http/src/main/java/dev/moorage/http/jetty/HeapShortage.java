package dev.moorage.http.jetty;

/**
 * Whether the heap runs short: for three looks after one another nearly all of it was in use, so that collecting garbage did not help.
 * For one thread.
 */
final class HeapShortage {
    private static final int LOOKS = 3;
    private static final double NEARLY_ALL = 0.95;

    private int looks;

    /** Takes a look. After it said yes it begins to count again. */
    boolean isShort(long used, long most) {
        looks = used > most * NEARLY_ALL ? looks + 1 : 0;
        if (looks < LOOKS) {
            return false;
        }
        looks = 0;
        return true;
    }
}
