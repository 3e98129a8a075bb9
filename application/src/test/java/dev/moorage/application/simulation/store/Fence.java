package dev.moorage.application.simulation.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The content of the fence file next to staged bytes.
 *
 * @param file distinguishes fence files of the same name
 * @param boot the run of the operating system in which bytes without fsync were written
 */
record Fence(long file, long generation, boolean sealed, int forced, int boot) {
    byte[] encode() {
        return (file + " " + generation + " " + sealed + " " + forced + " " + boot + " .")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Decodes a fence file. The result is empty if it was torn. */
    static Optional<Fence> decode(byte[] bytes) {
        List<String> fields = List.of(new String(bytes, StandardCharsets.US_ASCII).split(" ", -1));
        return fields.size() == 6 && fields.get(5).equals(".")
                ? Optional.of(new Fence(
                        Long.parseLong(fields.get(0)),
                        Long.parseLong(fields.get(1)),
                        Boolean.parseBoolean(fields.get(2)),
                        Integer.parseInt(fields.get(3)),
                        Integer.parseInt(fields.get(4))))
                : Optional.empty();
    }
}
