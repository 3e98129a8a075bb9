package dev.moorage.http.jetty;

/**
 * Detects that the heap is nearly full: almost all of it was in use in each sample of three seconds. A single sample counts garbage
 * too. The lowest of many shows what a garbage collection has left. For use by one thread.
 */
public final class HeapShortage {
    private static final int SAMPLES = 30;

    /** The time between two samples. */
    static final long INTERVAL_MILLIS = 100;

    private static final double NEARLY_ALL = 0.95;

    private int samples;

    /** Adds a sample of the heap, in bytes. After a result of true the count starts again. */
    public boolean isShort(long used, long most) {
        samples = used > most * NEARLY_ALL ? samples + 1 : 0;
        if (samples < SAMPLES) {
            return false;
        }
        samples = 0;
        return true;
    }
}
