package dev.moorage.storage.s3.staging;

import dev.moorage.storage.s3.request.UploadRef;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.Sealed;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One writer of a staging area. The store has no fence: the newest state that the caller has recorded decides which bytes
 * count.
 */
final class S3StagedObject implements StagedObject {
    private final StagingPlace place;
    private final StagingCleanup cleanup;
    /** Whether an earlier process may have staged bytes here that no state names. */
    private final boolean unrecorded;

    private StagedBody body;
    private boolean sealed;
    private boolean published;

    S3StagedObject(StagingPlace place, StagingCleanup cleanup, StagedBody body, boolean unrecorded) {
        this.place = place;
        this.cleanup = cleanup;
        this.body = body;
        this.unrecorded = unrecorded;
    }

    @Override
    public long size() {
        return body.size();
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        requireOpen();
        Optional<IOException> broken = body.append(source);
        return new Appended(body.size(), broken);
    }

    private void requireOpen() throws StagingFencedException {
        if (sealed) {
            throw new StagingFencedException(place.area());
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        requireOpen();
        if (size == 0) {
            restart();
        } else if (size < body.size()) {
            body.truncate(size);
        }
    }

    /**
     * Starts a new body that can become any object. The previous bytes are removed with the area, since an older state may
     * still name them.
     */
    private void restart() {
        StagingState state = body.state();
        List<UploadRef> abandoned = new ArrayList<>(body.unfinished());
        body.close();
        body = new SegmentedBody(
                place,
                new StagingState(
                        Optional.empty(),
                        state.staged(),
                        List.of(),
                        Optional.empty(),
                        1,
                        List.of(),
                        Optional.empty(),
                        abandoned));
    }

    @Override
    public StagedState state() {
        return StagingStateFormat.write(body.state());
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        return body.read(range);
    }

    @Override
    public Sealed seal() throws IOException {
        body.seal();
        sealed = true;
        return new Sealed(body.size());
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return body.accepts(target);
    }

    @Override
    public Published publish(Sealed proof, ObjectKey target) throws IOException {
        if (!sealed || proof.size() != body.size()) {
            throw new StagingFencedException(place.area());
        }
        Published outcome = body.publish(target);
        published = true;
        return outcome;
    }

    @Override
    public void discard() throws IOException {
        if (!published) {
            cleanup.abort(body.unfinished());
        }
        if (unrecorded) {
            cleanup.abortAll(place.area());
        }
        if (place.used()) {
            cleanup.deleteSegments(place.area());
        }
    }

    @Override
    public void close() {
        body.close();
    }
}
