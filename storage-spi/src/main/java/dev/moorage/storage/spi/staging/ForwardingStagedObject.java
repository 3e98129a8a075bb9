package dev.moorage.storage.spi.staging;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.Optional;

/** A staged object that forwards each call to another one. A decorator extends it and overrides what it changes. */
public abstract class ForwardingStagedObject implements StagedObject {
    /** The staged object that receives the calls. */
    protected abstract StagedObject delegate();

    @Override
    public long size() {
        return delegate().size();
    }

    @Override
    public Appended append(BodySource source) throws IOException {
        return delegate().append(source);
    }

    @Override
    public void truncate(long size) throws IOException {
        delegate().truncate(size);
    }

    @Override
    public StagedState state() {
        return delegate().state();
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) throws IOException {
        return delegate().read(range);
    }

    @Override
    public Sealed seal() throws IOException {
        return delegate().seal();
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return delegate().accepts(target);
    }

    @Override
    public Published publish(Sealed sealed, ObjectKey target) throws IOException {
        return delegate().publish(sealed, target);
    }

    @Override
    public void discard() throws IOException {
        delegate().discard();
    }

    @Override
    public void close() {
        delegate().close();
    }
}
