package dev.moorage.http.jetty.http2;

/**
 * Limits the number of frames of one kind on a connection: a burst, and a rate per second after it. For use by one thread.
 */
public final class FrameBudget {
    private final double burst;
    private final double perSecond;
    private double left;
    private long last;

    /** @param now the time by {@link System#nanoTime} */
    public FrameBudget(long burst, long perSecond, long now) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.left = burst;
        this.last = now;
    }

    /** Adds frames to the budget, up to the size of the burst. */
    public void earn(long frames) {
        left = Math.min(burst, left + frames);
    }

    /** Takes one frame from the budget. Returns false when none is left. */
    public boolean take(long now) {
        left = Math.min(burst, left + perSecond * ((now - last) / 1e9));
        last = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
