package dev.moorage.application.service.browse;

import java.util.concurrent.atomic.AtomicInteger;

/** The reads of manifests and configurations that one request may cost. */
final class ReadBudget {
    private final AtomicInteger left;
    private volatile boolean isExceeded;

    ReadBudget(int reads) {
        this.left = new AtomicInteger(reads);
    }

    /** Takes one read, or returns false if none is left. */
    boolean spend() {
        boolean isFree = left.getAndUpdate(reads -> Math.max(0, reads - 1)) > 0;
        if (!isFree) {
            isExceeded = true;
        }
        return isFree;
    }

    /** Whether something was not read because of the budget. */
    boolean isExceeded() {
        return isExceeded;
    }
}
