package dev.moorage.storage.tck;

import dev.moorage.storage.spi.Appended;
import dev.moorage.storage.spi.BodySource;
import dev.moorage.storage.spi.ObjectContent;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.Published;
import dev.moorage.storage.spi.Sealed;
import dev.moorage.storage.spi.StagedObject;
import dev.moorage.storage.spi.StagedState;
import dev.moorage.storage.spi.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A staged object whose calls can fail: an append before any piece of the body, or after it. */
final class FaultyStagedObject implements StagedObject {
    private final StagedObject staged;
    private final ScriptedFaults faults;

    FaultyStagedObject(StagedObject staged, ScriptedFaults faults) {
        this.staged = staged;
        this.faults = faults;
    }

    @Override
    public long size() {
        return staged.size();
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        Pieces pieces = new Pieces(source);
        Appended appended = staged.append(pieces);
        if (pieces.failed) {
            throw ScriptedFaults.failure();
        }
        return appended;
    }

    /** A body that ends where the store fails: before a piece is taken, or once it was. */
    private final class Pieces implements BodySource {
        private final BodySource source;
        private boolean failed;

        Pieces(BodySource source) {
            this.source = source;
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            if (failed) {
                return -1;
            }
            Optional<FaultInjection.Moment> failing = faults.next();
            failed = failing.isPresent();
            boolean refused = failing.filter(moment -> moment == FaultInjection.Moment.REFUSED)
                    .isPresent();
            return refused ? -1 : source.read(destination);
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        faults.call(() -> {
            staged.truncate(size);
            return true;
        });
    }

    @Override
    public StagedState state() {
        return staged.state();
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        return faults.call(() -> staged.read(range));
    }

    @Override
    public Sealed seal() throws IOException {
        return faults.call(staged::seal);
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return staged.accepts(target);
    }

    @Override
    public Published publish(Sealed sealed, ObjectKey target) throws IOException {
        return faults.call(() -> staged.publish(sealed, target));
    }

    @Override
    public void discard() throws IOException {
        faults.call(() -> {
            staged.discard();
            return true;
        });
    }

    @Override
    public void close() {
        staged.close();
    }
}
