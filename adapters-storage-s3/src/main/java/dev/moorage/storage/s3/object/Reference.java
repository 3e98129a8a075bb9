package dev.moorage.storage.s3.object;

import dev.moorage.storage.s3.request.Metadata;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An object whose bytes stay where they were staged. The object that is stored under its key names their segments, one a
 * line. Its length is a multiple of a prime, so that a listing has to check only objects with a length of this kind.
 *
 * @param area the area for which the segments were staged
 */
public record Reference(ObjectKey area, List<Segment> segments) {
    private static final String FIRST_LINE = "moorage-reference 1";

    /** A prime, so that about one in a thousand other objects has a possible length by chance. */
    private static final int UNIT = 1021;

    public Reference {
        segments = List.copyOf(segments);
    }

    public long size() {
        return Segment.total(segments);
    }

    /** Whether an object with this many stored bytes may be a reference. */
    public static boolean isCandidate(long storedSize) {
        return storedSize > 0 && storedSize % UNIT == 0;
    }

    public Map<String, String> metadata() {
        return Map.of(
                Metadata.REFERENCE, "1",
                Metadata.SIZE, Long.toString(size()),
                Metadata.UPLOAD, area.value());
    }

    public byte[] content() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n').append(area.value());
        for (Segment segment : segments) {
            text.append('\n').append(segment.name()).append(' ').append(segment.length());
            text.append(segment.whole() ? " whole" : " part");
        }
        byte[] bytes = text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + UNIT - 1) / UNIT * UNIT);
        Arrays.fill(padded, bytes.length, padded.length, (byte) '\n');
        return padded;
    }

    static Reference read(ObjectKey key, byte[] content) throws IOException {
        try {
            List<String> lines = new String(content, StandardCharsets.US_ASCII)
                    .strip()
                    .lines()
                    .toList();
            if (!lines.getFirst().equals(FIRST_LINE)) {
                throw new IOException("object " + key + " is no reference of this version");
            }
            List<Segment> segments = new ArrayList<>();
            for (String line : lines.subList(2, lines.size())) {
                String[] fields = line.split(" ", -1);
                segments.add(new Segment(fields[0], Long.parseLong(fields[1]), fields[2].equals("whole"), false));
            }
            return new Reference(new ObjectKey(lines.get(1)), segments);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("object " + key + " is a damaged reference", e);
        }
    }
}
