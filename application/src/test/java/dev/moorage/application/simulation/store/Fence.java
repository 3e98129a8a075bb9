package dev.moorage.application.simulation.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What the file beside staged bytes says.
 *
 * @param file tells one fence file from another of the same name
 * @param boot in which run of the operating system what was not forced was written
 */
record Fence(long file, long generation, boolean sealed, int forced, int boot) {
    byte[] encode() {
        return (file + " " + generation + " " + sealed + " " + forced + " " + boot + " .")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty when it was torn. */
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
