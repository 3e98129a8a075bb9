package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.object.Segment;
import dev.moorage.storage.s3.request.SentPart;
import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedState;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encodes a staging state as text, with one item a line and fields between spaces. The state of 10,000 parts has about 600
 * KiB.
 *
 * <pre>{@code
 * 1                                   the version
 * to <target>
 * staged
 * s <name> <length> <flags>           a segment with its flags: w whole, p piece, - none
 * m <key> <upload id> <next number>   the open multipart upload
 * p <number> <size> <ETag> [checksum] a part of it
 * e <start> <name> <length> <flags>   a tail that was put
 * t <start> <name> <length> <flags>   the current tail
 * a <key> <upload id>                 an abandoned multipart upload
 * }</pre>
 */
public final class StagingStateFormat {
    private static final String VERSION = "1";

    private StagingStateFormat() {}

    public static StagedState write(StagingState state) {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        state.target().ifPresent(target -> line(text, "to", target.value()));
        if (state.staged()) {
            line(text, "staged");
        }
        state.segments().forEach(segment -> line(text, "s", fields(segment)));
        state.open().ifPresent(open -> {
            line(text, "m", fields(open.upload()), Integer.toString(state.nextNumber()));
            open.parts().forEach(part -> line(text, "p", fields(part)));
        });
        state.tails().forEach(tail -> line(text, "e", Long.toString(tail.start()), fields(tail.piece())));
        state.tail().ifPresent(tail -> line(text, "t", Long.toString(tail.start()), fields(tail.piece())));
        state.abandoned().forEach(upload -> line(text, "a", fields(upload)));
        return new StagedState(text.toString());
    }

    private static void line(StringBuilder text, String... fields) {
        text.append(String.join(" ", fields)).append('\n');
    }

    private static String fields(Segment segment) {
        String flags = (segment.whole() ? "w" : "") + (segment.piece() ? "p" : "");
        return segment.name() + " " + segment.length() + " " + (flags.isEmpty() ? "-" : flags);
    }

    private static String fields(UploadRef upload) {
        return escaped(upload.key()) + " " + escaped(upload.id());
    }

    private static String fields(SentPart part) {
        String checksum = part.checksum().isEmpty() ? "" : " " + part.checksum();
        return part.number() + " " + part.size() + " " + escaped(unquoted(part.etag())) + checksum;
    }

    private static String unquoted(String etag) {
        return etag.length() > 1 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String unescaped(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /**
     * Reads a state.
     *
     * @throws IllegalArgumentException when this version does not write states of this form
     */
    public static StagingState read(StagedState state) {
        List<String> lines = state.value().lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(VERSION)) {
            throw new IllegalArgumentException("a staging state of an unknown version");
        }
        Reading reading = new Reading();
        lines.subList(1, lines.size()).forEach(line -> reading.take(line.split(" ", -1)));
        return reading.state();
    }

    private static final class Reading {
        private Optional<ObjectKey> target = Optional.empty();
        private boolean staged;
        private final List<Segment> segments = new ArrayList<>();
        private Optional<UploadRef> open = Optional.empty();
        private final List<SentPart> parts = new ArrayList<>();
        private int nextNumber = 1;
        private final List<StagingState.Tail> tails = new ArrayList<>();
        private Optional<StagingState.Tail> tail = Optional.empty();
        private final List<UploadRef> abandoned = new ArrayList<>();

        void take(String[] fields) {
            switch (fields[0]) {
                case "to" -> target = Optional.of(new ObjectKey(fields[1]));
                case "staged" -> staged = true;
                case "s" -> segments.add(segment(fields, 1));
                case "m" -> {
                    open = Optional.of(upload(fields));
                    nextNumber = Integer.parseInt(fields[3]);
                }
                case "p" ->
                    parts.add(new SentPart(
                            Integer.parseInt(fields[1]),
                            Long.parseLong(fields[2]),
                            "\"" + unescaped(fields[3]) + "\"",
                            fields.length > 4 ? fields[4] : ""));
                case "e" -> tails.add(tail(fields));
                case "t" -> tail = Optional.of(tail(fields));
                case "a" -> abandoned.add(upload(fields));
                default -> throw new IllegalArgumentException("a staging state with an unknown line");
            }
        }

        private static Segment segment(String[] fields, int at) {
            return new Segment(
                    fields[at],
                    Long.parseLong(fields[at + 1]),
                    fields[at + 2].contains("w"),
                    fields[at + 2].contains("p"));
        }

        private static UploadRef upload(String[] fields) {
            return new UploadRef(unescaped(fields[1]), unescaped(fields[2]));
        }

        private static StagingState.Tail tail(String[] fields) {
            return new StagingState.Tail(Long.parseLong(fields[1]), segment(fields, 2));
        }

        StagingState state() {
            return new StagingState(
                    target,
                    staged,
                    segments,
                    open.map(upload -> new StagingState.OpenUpload(upload, parts)),
                    nextNumber,
                    tails,
                    tail,
                    abandoned);
        }
    }
}
