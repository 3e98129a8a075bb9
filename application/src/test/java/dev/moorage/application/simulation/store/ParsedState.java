package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parsed state of a staged object in an object store.
 *
 * @param upload the upload at the target's key. Empty for segments
 * @param target the target's key. Empty for segments
 */
record ParsedState(String upload, String target, List<Part> parts) {
    static final ParsedState EMPTY = new ParsedState("", "", List.of());

    ParsedState {
        parts = List.copyOf(parts);
    }

    /** A segment or a part. */
    record Part(String name, int length) {}

    static ParsedState bound(String upload, ObjectKey target) {
        return new ParsedState(upload, target.value(), List.of());
    }

    static ParsedState of(StagedState state) {
        String[] fields = state.value().split("\\|", -1);
        List<Part> parts = Stream.of(fields[2].split(",", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> part.split(":", -1))
                .map(part -> new Part(part[0], Integer.parseInt(part[1])))
                .toList();
        return new ParsedState(fields[0], fields[1], parts);
    }

    StagedState encode() {
        return new StagedState(upload + "|" + target + "|"
                + parts.stream().map(part -> part.name() + ":" + part.length()).collect(Collectors.joining(",")));
    }

    boolean isBound() {
        return !target.isEmpty();
    }

    int size() {
        return parts.stream().mapToInt(Part::length).sum();
    }

    ParsedState with(Part part) {
        List<Part> more = new ArrayList<>(parts);
        more.add(part);
        return new ParsedState(upload, target, more);
    }

    /** Returns the state without the parts from {@code size} on, which must be a boundary between two parts. */
    ParsedState truncated(long size) {
        int kept = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (kept == size) {
                return new ParsedState(upload, target, parts.subList(0, i));
            }
            kept += parts.get(i).length();
        }
        if (size < kept) {
            throw new IllegalStateException("truncated to " + size + ", which no append has ended at: " + parts);
        }
        return this;
    }

    static Optional<byte[]> joined(List<Optional<byte[]>> pieces) {
        if (pieces.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        byte[] joined = new byte[0];
        for (Optional<byte[]> piece : pieces) {
            byte[] next = piece.orElseThrow();
            joined = Arrays.copyOf(joined, joined.length + next.length);
            System.arraycopy(next, 0, joined, joined.length - next.length, next.length);
        }
        return Optional.of(joined);
    }
}
