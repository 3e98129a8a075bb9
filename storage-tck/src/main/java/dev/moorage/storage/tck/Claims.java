package dev.moorage.storage.tck;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Tells what a driver does not claim to do from what it fails to do: a test of the former is ended, and stands in the summary as
 * not claimed, with its reason.
 */
final class Claims {
    private Claims() {}

    /** Goes on where a capability is claimed. */
    static void require(boolean claimed, String capability) {
        if (!claimed) {
            Assumptions.abort("the driver does not claim " + capability);
        }
    }

    /** What the author of the driver provides for some tests. */
    static <T> T provided(Optional<T> seam, String method) {
        if (seam.isEmpty()) {
            Assumptions.abort("the test class does not override " + method);
        }
        return seam.orElseThrow();
    }
}
