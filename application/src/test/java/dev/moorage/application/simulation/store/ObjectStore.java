package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.StagedObject;
import dev.moorage.storage.spi.StagedState;
import dev.moorage.storage.spi.StagingRequest;
import dev.moorage.storage.spi.StorageCapabilities;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A store of whole objects: what is staged are segments, each written once under a name that its writer chose, and listed in the
 * staged state; or, where the target was known from the start, parts of a {@link Unfinished} object in the target's place.
 */
public abstract class ObjectStore extends SimulatedStore {
    ObjectStore(InstantSource clock, Set<Weakness> weaknesses) {
        super(clock, weaknesses);
    }

    /** Objects that were begun in their place. */
    interface Unfinished {
        /** A name for what is begun. */
        String begin(ObjectKey area, ObjectKey target, int random);

        /**
         * @throws StagedBytesLostException when it was completed or given up
         */
        void put(ObjectKey area, ParsedState upload, String part, byte[] content) throws StagedBytesLostException;

        /** The bytes of all parts; empty when one of them is not there. */
        Optional<byte[]> content(ParsedState upload);

        /** The object is there: forgets all parts, and whatever the store drops with them. */
        void forget(ParsedState upload);

        /** Forgets the upload and its parts, where the store can. */
        void abort(ParsedState upload);

        /** Those that stay until somebody aborts them. */
        List<String> leftovers();
    }

    abstract Unfinished unfinished();

    static ObjectKey segments(ObjectKey area) {
        return area.resolve("segments");
    }

    List<ObjectKey> segmentsOf(ObjectKey area) {
        ObjectKey prefix = segments(area);
        return objects.tailMap(prefix, false).keySet().stream()
                .takeWhile(key -> key.isBelow(prefix))
                .toList();
    }

    @Override
    Optional<StagedObject> stage(Calls calls, StagingRequest request) throws IOException {
        ObjectKey area = request.area();
        return switch (request) {
            case StagingRequest.Begin begin
            when begin.target().isPresent() -> {
                ObjectKey target = begin.target().get();
                int random = calls.random(1 << 20);
                String upload = calls.change("begin upload", () -> unfinished().begin(area, target, random));
                yield Optional.of(
                        new BoundStaged(calls, this, area, begin.generation(), ParsedState.bound(upload, target)));
            }
            case StagingRequest.Begin begin ->
                Optional.of(new SegmentedStaged(calls, this, area, begin.generation(), ParsedState.EMPTY));
            case StagingRequest.Reopen reopen -> reopen(calls, reopen);
        };
    }

    private Optional<StagedObject> reopen(Calls calls, StagingRequest.Reopen request) throws IOException {
        ObjectKey area = request.area();
        boolean recorded = !request.state().equals(StagedState.UNRECORDED);
        boolean there = calls.read(
                "look for what is staged",
                () -> !segmentsOf(area).isEmpty()
                        || recorded && peek(area, request.state()).isPresent());
        ParsedState state = recorded ? ParsedState.of(request.state()) : ParsedState.EMPTY;
        if (!there) {
            return Optional.empty();
        }
        return Optional.of(
                state.isBound()
                        ? new BoundStaged(calls, this, area, request.generation(), state)
                        : new SegmentedStaged(calls, this, area, request.generation(), state));
    }

    @Override
    public Optional<byte[]> peek(ObjectKey area, StagedState state) {
        if (state.equals(StagedState.UNRECORDED)) {
            return Optional.empty();
        }
        ParsedState parsed = ParsedState.of(state);
        return parsed.isBound() ? unfinished().content(parsed) : segments(area, parsed);
    }

    Optional<byte[]> segments(ObjectKey area, ParsedState state) {
        return ParsedState.joined(state.parts().stream()
                .map(part -> get(segments(area).resolve(part.name()))
                        .map(stored -> stored.content().bytes())
                        .filter(bytes -> bytes.length == part.length()))
                .toList());
    }

    /** What is bound to the place of a blob that another writer has completed there. */
    @Override
    public boolean excusesLoss(StagedState state) {
        return !readsBack(state)
                && get(new ObjectKey(ParsedState.of(state).target())).isPresent();
    }

    @Override
    public boolean readsBack(StagedState state) {
        return state.equals(StagedState.UNRECORDED) || !ParsedState.of(state).isBound();
    }

    @Override
    public List<String> leftovers() {
        return Stream.concat(leftoversBelow("/_uploads/").stream(), unfinished().leftovers().stream())
                .toList();
    }

    @Override
    StorageCapabilities capabilities() {
        return new StorageCapabilities(true, false, true, false, 0, WHOLE_PUT);
    }

    @Override
    public boolean isRemote() {
        return true;
    }
}
