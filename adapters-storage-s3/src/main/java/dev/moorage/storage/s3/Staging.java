package dev.moorage.storage.s3;

import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.StagedObject;
import dev.moorage.storage.spi.StagedState;
import dev.moorage.storage.spi.StagingRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Begins staged objects, and opens again those that others have begun: from their state alone. */
final class Staging {
    /**
     * So many part numbers are left to an overtaken writer that has not recorded which ones it has used: what it sends between
     * two records.
     */
    private static final int GAP = 40;

    private final StagingServices with;
    private final StagingCleanup cleanup;

    Staging(StagingServices services, StagingCleanup cleanup) {
        this.with = services;
        this.cleanup = cleanup;
    }

    Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return switch (request) {
            case StagingRequest.Begin begin -> Optional.of(begin(begin));
            case StagingRequest.Reopen(ObjectKey area, long generation, StagedState state)
            when state.equals(StagedState.UNRECORDED) -> unrecorded(area, generation);
            case StagingRequest.Reopen reopen -> Optional.of(reopen(reopen));
        };
    }

    private StagedObject begin(StagingRequest.Begin begin) {
        // An earlier generation may have left something that no state names.
        boolean inherited = begin.generation() > 1;
        StagingServices services = begin.expectedSize().isPresent()
                ? with.with(with.limits().forBody(begin.expectedSize().getAsLong()))
                : with;
        StagingPlace place = new StagingPlace(services, begin.area(), begin.generation(), inherited);
        return object(place, StagingState.empty(begin.target(), inherited), begin.expectedSize(), inherited);
    }

    private StagedObject reopen(StagingRequest.Reopen reopen) {
        StagingState state = StagingStateFormat.read(reopen.state());
        StagingPlace place = new StagingPlace(with, reopen.area(), reopen.generation(), state.staged());
        return object(place, state, OptionalLong.empty(), false);
    }

    private StagedObject object(StagingPlace place, StagingState state, OptionalLong expectedSize, boolean unrecorded) {
        StagedBody body = state.target().isPresent()
                ? new DirectBody(place, state, state.target().get(), expectedSize, afterGap(state.nextNumber()))
                : new SegmentedBody(place, state);
        return new S3StagedObject(place, cleanup, body, unrecorded);
    }

    /** Less of a gap where numbers become few. */
    private int afterGap(int number) {
        int left = with.limits().mostParts() - number;
        return number + Math.max(0, Math.min(GAP, left / 20));
    }

    /** Only to be removed, or begun anew: the bytes that are there are in nobody's order. */
    private Optional<StagedObject> unrecorded(ObjectKey area, long generation) throws IOException {
        if (!cleanup.isAnything(area)) {
            return Optional.empty();
        }
        StagingPlace place = new StagingPlace(with, area, generation, true);
        return Optional.of(object(place, StagingState.empty(Optional.empty(), true), OptionalLong.empty(), true));
    }
}
