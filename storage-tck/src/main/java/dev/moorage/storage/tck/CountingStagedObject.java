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
