package dev.moorage.storage.tck;

import dev.moorage.storage.spi.staging.Appended;
import dev.moorage.storage.spi.staging.BodySource;
import dev.moorage.storage.spi.staging.ForwardingStagedObject;
import dev.moorage.storage.spi.staging.StagedObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** A staged object whose appends can fail before or after any piece of the body. */
final class FaultyStagedObject extends ForwardingStagedObject {
    private final StagedObject staged;
    private final ScriptedFaults faults;

    FaultyStagedObject(StagedObject staged, ScriptedFaults faults) {
        this.staged = staged;
        this.faults = faults;
    }

    @Override
    protected StagedObject delegate() {
        return staged;
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

    /** A body that ends where the store fails: before a piece is read, or after it. */
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

        @Override
        public boolean await(Duration most) throws IOException {
            return failed || source.await(most);
        }
    }
}
