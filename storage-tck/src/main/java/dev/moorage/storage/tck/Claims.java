package dev.moorage.storage.tck;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Separates what a driver does not claim to do from what it fails to do. A test of a capability that is not claimed ends
 * early. The summary lists it as not claimed, with its reason.
 */
final class Claims {
    private Claims() {}

    /** Continues the test only where a capability is claimed. */
    static void require(boolean claimed, String capability) {
        if (!claimed) {
            Assumptions.abort("the driver does not claim " + capability);
        }
    }

    /** Returns what the author of the driver provides for some tests, or ends the test where it is missing. */
    static <T> T provided(Optional<T> seam, String method) {
        if (seam.isEmpty()) {
            Assumptions.abort("the test class does not override " + method);
        }
        return seam.orElseThrow();
    }
}
