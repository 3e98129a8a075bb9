package dev.moorage.storage.memory;

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
import java.util.Optional;

/** A writer that does what another does, but for the mistake that a subclass makes. */
class MistakenWriter implements StagedObject {
    final StagedObject staged;

    MistakenWriter(StagedObject staged) {
        this.staged = staged;
    }

    @Override
    public long size() {
        return staged.size();
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        return staged.append(source);
    }

    @Override
    public void truncate(long size) throws IOException {
        staged.truncate(size);
    }

    @Override
    public StagedState state() {
        return staged.state();
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        return staged.read(range);
    }

    @Override
    public Sealed seal() throws IOException {
        return staged.seal();
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return staged.accepts(target);
    }

    @Override
    public Published publish(Sealed sealed, ObjectKey target) throws IOException {
        return staged.publish(sealed, target);
    }

    @Override
    public void discard() throws IOException {
        staged.discard();
    }

    @Override
    public void close() {
        staged.close();
    }
}
