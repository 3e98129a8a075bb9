package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** A range of a blob for one client while the blob arrives. */
final class IncomingContent implements BlobContent {
    /** Clients give up after 30 seconds without a first byte. */
    private static final Duration FIRST = Duration.ofSeconds(20);

    /** The fetch itself ends when its upstream is silent, so that later bytes need no limit of their own. */
    private static final Duration LATER = Duration.ofHours(24);

    private final Incoming incoming;
    private final StoredBlob stored;
    private final long end;
    private long position;
    private boolean begun;
    private Optional<ObjectContent> staged = Optional.empty();
    private Optional<BlobContent> rest = Optional.empty();

    /** Opens the blob in the storage. */
    interface StoredBlob {
        /** Returns the bytes of a range. */
        BlobContent open(ByteRange range) throws IOException;
    }

    IncomingContent(Incoming incoming, ByteRange range, StoredBlob stored) {
        this.incoming = incoming;
        this.stored = stored;
        this.position = range.offset();
        this.end = Math.min(range.offset() + range.length(), incoming.size());
        incoming.isAt(this, position);
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (position >= end) {
            return -1;
        }
        int count = 0;
        while (count == 0) {
            count = rest.isPresent() ? rest.get().read(destination) : arriving(destination);
        }
        if (count < 0) {
            throw new IOException("the blob ended before its end");
        }
        position += count;
        incoming.isAt(this, position);
        begun = true;
        return count;
    }

    private int arriving(ByteBuffer destination) throws IOException {
        if (staged.isPresent()) {
            int count = staged(staged.get(), destination);
            if (count > 0) {
                return count;
            }
            staged.get().close();
            staged = Optional.empty();
        }
        return switch (incoming.read(position, destination, end - position, begun ? LATER : FIRST)) {
            case Incoming.Bytes.Copied(int count) -> count;
            case Incoming.Bytes.Staged(ObjectContent content) -> {
                staged = Optional.of(content);
                yield 0;
            }
            case Incoming.Bytes.Elsewhere _ -> {
                rest = Optional.of(stored.open(new ByteRange(position, end - position)));
                yield 0;
            }
        };
    }

    /** Reads staged bytes, and no more than clients may have. */
    private int staged(ObjectContent content, ByteBuffer destination) throws IOException {
        int most = (int) Math.min(destination.remaining(), Math.min(end, incoming.servable()) - position);
        if (most <= 0) {
            return 0;
        }
        int limit = destination.limit();
        destination.limit(destination.position() + most);
        try {
            return content.read(destination);
        } finally {
            destination.limit(limit);
        }
    }

    /** The bytes come from memory. */
    @Override
    public Optional<Transfer> transfer() {
        return Optional.empty();
    }

    @Override
    public void close() {
        incoming.leaves(this);
        staged.ifPresent(ObjectContent::close);
        rest.ifPresent(BlobContent::close);
    }
}
