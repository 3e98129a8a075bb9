package dev.moorage.storage.memory;

import dev.moorage.application.port.out.storage.Appended;
import dev.moorage.application.port.out.storage.BodySource;
import dev.moorage.application.port.out.storage.ObjectContent;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.Published;
import dev.moorage.application.port.out.storage.Sealed;
import dev.moorage.application.port.out.storage.StagedObject;
import dev.moorage.application.port.out.storage.StagedState;
import dev.moorage.domain.blob.ByteRange;
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
