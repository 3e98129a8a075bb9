package dev.moorage.storage.s3.staging;

import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Begins staged objects, and reopens those that another process has begun from their recorded state alone. */
public final class Staging {
    /**
     * The number of part numbers that are left to a fenced writer, which may have used some since its last record. It covers
     * what a writer sends between two records.
     */
    private static final int GAP = 40;

    private final StagingServices with;
    private final StagingCleanup cleanup;

    public Staging(StagingServices services, StagingCleanup cleanup) {
        this.with = services;
        this.cleanup = cleanup;
    }

    public Optional<StagedObject> stage(StagingRequest request) throws IOException {
        return switch (request) {
            case StagingRequest.Begin begin -> Optional.of(begin(begin));
            case StagingRequest.Recover recover -> recover(recover.area(), recover.generation());
            case StagingRequest.Reopen reopen -> Optional.of(reopen(reopen));
        };
    }

    private StagedObject begin(StagingRequest.Begin begin) {
        // An earlier generation may have left bytes or uploads that no state names.
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

    /** Returns the first part number after the gap. The gap shrinks when few numbers are left. */
    private int afterGap(int number) {
        int left = with.limits().mostParts() - number;
        return number + Math.max(0, Math.min(GAP, left / 20));
    }

    /**
     * Opens an area that has no record. It can only be removed or restarted, because no state names the order of its bytes.
     */
    private Optional<StagedObject> recover(ObjectKey area, long generation) throws IOException {
        if (!cleanup.isAnything(area)) {
            return Optional.empty();
        }
        StagingPlace place = new StagingPlace(with, area, generation, true);
        return Optional.of(object(place, StagingState.empty(Optional.empty(), true), OptionalLong.empty(), true));
    }
}
