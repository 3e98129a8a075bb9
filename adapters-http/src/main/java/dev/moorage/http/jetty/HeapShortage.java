package dev.moorage.http.jetty;

/**
 * Detects that the heap is nearly full: in three successive samples almost all of it was in use, so that garbage collection
 * did not help. For use by one thread.
 */
final class HeapShortage {
    private static final int LOOKS = 3;
    private static final double NEARLY_ALL = 0.95;

    private int looks;

    /** Adds a sample of the heap, in bytes. After a result of true the count starts again. */
    boolean isShort(long used, long most) {
        looks = used > most * NEARLY_ALL ? looks + 1 : 0;
        if (looks < LOOKS) {
            return false;
        }
        looks = 0;
        return true;
    }
}
