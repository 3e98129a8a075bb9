package dev.moorage.storage.tck;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the bytes that a driver returned. Messages have lengths and positions, and not the bytes. */
final class ContentAssert extends AbstractAssert<ContentAssert, Optional<byte[]>> {
    private static final int FEW = 40;

    private ContentAssert(Optional<byte[]> seen) {
        super(seen, ContentAssert.class);
    }

    /** Asserts on the content of an object that was looked for, and may be absent. */
    static ContentAssert assertContent(Optional<byte[]> seen) {
        return new ContentAssert(seen);
    }

    /** Asserts on bytes that were read. */
    static ContentAssert assertContent(byte[] seen) {
        return new ContentAssert(Optional.of(seen));
    }

    /** Passes if there is an object, and its bytes are these. */
    ContentAssert contains(byte[] expected) {
        if (actual.isEmpty()) {
            throw failure("%s were expected, and there is no object", shown(expected));
        }
        byte[] seen = actual.get();
        int same = Arrays.mismatch(seen, expected);
        if (same >= 0) {
            throw failure(
                    "%s were expected, and %s came. The first %d bytes are equal", shown(expected), shown(seen), same);
        }
        return this;
    }

    /** Passes if there is an object. */
    ContentAssert isPresent() {
        if (actual.isEmpty()) {
            throw failure("there is no object");
        }
        return this;
    }

    private static String shown(byte[] bytes) {
        boolean text = bytes.length <= FEW;
        for (byte each : bytes) {
            text &= each >= ' ' && each <= '~';
        }
        String count = bytes.length + " bytes";
        return text && bytes.length > 0 ? count + " \"" + new String(bytes, StandardCharsets.US_ASCII) + '"' : count;
    }
}
