package dev.moorage.http.jetty;

/** How many frames of a kind a connection may send: so many at once, and so many a second. For one thread. */
final class FrameBudget {
    private final double burst;
    private final double perSecond;
    private double left;
    private long last;

    /** @param now by {@link System#nanoTime} */
    FrameBudget(long burst, long perSecond, long now) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.left = burst;
        this.last = now;
    }

    /** Allows so many more; never more than the burst. */
    void earn(long frames) {
        left = Math.min(burst, left + frames);
    }

    /** Takes one; false where none is left. */
    boolean take(long now) {
        left = Math.min(burst, left + perSecond * ((now - last) / 1e9));
        last = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
