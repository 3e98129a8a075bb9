package dev.moorage.storage.tck;

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
import java.util.function.Consumer;

/** A staged object whose calls are counted. */
final class CountingStagedObject implements StagedObject {
    private final StagedObject staged;
    private final Consumer<String> count;

    CountingStagedObject(StagedObject staged, Consumer<String> count) {
        this.staged = staged;
        this.count = count;
    }

    @Override
    public long size() {
        return staged.size();
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        count.accept("append");
        return staged.append(source);
    }

    @Override
    public void truncate(long size) throws IOException {
        count.accept("truncate");
        staged.truncate(size);
    }

    @Override
    public StagedState state() {
        return staged.state();
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        count.accept("read");
        return staged.read(range);
    }

    @Override
    public Sealed seal() throws IOException {
        count.accept("seal");
        return staged.seal();
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return staged.accepts(target);
    }

    @Override
    public Published publish(Sealed sealed, ObjectKey target) throws IOException {
        count.accept("publish");
        return staged.publish(sealed, target);
    }

    @Override
    public void discard() throws IOException {
        count.accept("discard");
        staged.discard();
    }

    @Override
    public void close() {
        staged.close();
    }
}
