package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.StorageLimits;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A store of whole objects. Staged bytes are segments. Each is written once under a name that its writer chose, and is
 * listed in the staged state. If the target was known from the start, they are parts of an {@link Unfinished} object at
 * the target's key.
 */
public abstract class ObjectStore extends SimulatedStore {
    ObjectStore(InstantSource clock, Set<Weakness> weaknesses) {
        super(clock, weaknesses);
    }

    /** Objects that were begun at their final key. */
    interface Unfinished {
        /** Begins an object and returns its name. */
        String begin(ObjectKey area, ObjectKey target, int random);

        /**
         * @throws StagedBytesLostException if the object was completed or aborted
         */
        void put(ObjectKey area, ParsedState upload, String part, byte[] content) throws StagedBytesLostException;

        /** Returns the bytes of all parts. The result is empty if a part does not exist. */
        Optional<byte[]> content(ParsedState upload);

        /** Called after the object was completed. Forgets its parts, and everything else that the store drops then. */
        void forget(ParsedState upload);

        /** Forgets the upload and its parts, if the store can. */
        void abort(ParsedState upload);

        /** Returns the uploads that stay until they are aborted. */
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
            case StagingRequest.Reopen reopen -> reopen(calls, reopen, Optional.of(reopen.state()));
            case StagingRequest.Recover recover -> reopen(calls, recover, Optional.empty());
        };
    }

    private Optional<StagedObject> reopen(Calls calls, StagingRequest request, Optional<StagedState> recorded)
            throws IOException {
        ObjectKey area = request.area();
        boolean there = calls.read(
                "look for what is staged",
                () -> !segmentsOf(area).isEmpty() || peek(area, recorded).isPresent());
        ParsedState state = recorded.map(ParsedState::of).orElse(ParsedState.EMPTY);
        if (!there) {
            return Optional.empty();
        }
        return Optional.of(
                state.isBound()
                        ? new BoundStaged(calls, this, area, request.generation(), state)
                        : new SegmentedStaged(calls, this, area, request.generation(), state));
    }

    @Override
    public Optional<byte[]> peek(ObjectKey area, Optional<StagedState> state) {
        return state.map(ParsedState::of)
                .flatMap(parsed -> parsed.isBound() ? unfinished().content(parsed) : segments(area, parsed));
    }

    Optional<byte[]> segments(ObjectKey area, ParsedState state) {
        return ParsedState.joined(state.parts().stream()
                .map(part -> get(segments(area).resolve(part.name()))
                        .map(stored -> stored.content().bytes())
                        .filter(bytes -> bytes.length == part.length()))
                .toList());
    }

    @Override
    public boolean readsBack(Optional<StagedState> state) {
        return state.map(ParsedState::of).filter(ParsedState::isBound).isEmpty();
    }

    @Override
    public List<String> leftovers() {
        return Stream.concat(leftoversBelow("/_uploads/").stream(), unfinished().leftovers().stream())
                .toList();
    }

    @Override
    StorageLimits limits() {
        return new StorageLimits(0, WHOLE_PUT);
    }

    @Override
    public boolean isRemote() {
        return true;
    }
}
