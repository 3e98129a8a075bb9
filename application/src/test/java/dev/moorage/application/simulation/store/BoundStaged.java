package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.Optional;

/** Parts at the key of their future object. They can be neither read nor moved to another key. */
final class BoundStaged extends PartwiseStaged {
    BoundStaged(Calls calls, ObjectStore store, ObjectKey area, long generation, ParsedState state) {
        super(calls, store, area, generation, state);
    }

    @Override
    void put(ParsedState upload, String part, byte[] content) throws IOException {
        store.unfinished().put(area, upload, part, content);
    }

    @Override
    Optional<byte[]> content(ParsedState upload) {
        return store.unfinished().content(upload);
    }

    @Override
    void finished(ParsedState upload) {
        store.unfinished().forget(upload);
    }

    @Override
    public boolean accepts(ObjectKey target) {
        return target.value().equals(parsed().target());
    }

    @Override
    public Optional<ObjectContent> read(ByteRange range) {
        return Optional.empty();
    }

    @Override
    public void discard() throws IOException {
        ParsedState upload = parsed();
        calls.change("abort upload", () -> {
            store.unfinished().abort(upload);
            return true;
        });
    }
}
