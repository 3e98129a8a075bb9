package dev.moorage.application.simulation.store;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An object that is read in small pieces. The reader uses the file itself and not a copy, so it sees changes in place.
 */
final class SimulatedContent implements ObjectContent {
    private static final int PIECE = 24;
    private static final int PIECE_OF_RECORD = 1024;

    private final Calls calls;
    private final ObjectInfo info;
    private final Content content;
    private int position;
    private final int end;

    SimulatedContent(Calls calls, ObjectInfo info, Content content, ByteRange range) {
        this.calls = calls;
        this.info = info;
        this.content = content;
        int length = (int) range.lengthWithin(content.size());
        this.position = length == 0 ? 0 : (int) range.offset();
        this.end = position + length;
    }

    /** Returns whether an object is one that is replaced as a whole, and that requests read often. */
    private static boolean isRecord(ObjectKey key) {
        return key.name().equals("session") || key.isBelow(RegistryKeys.DOCKET);
    }

    @Override
    public ObjectInfo info() {
        return info;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (position == end) {
            return -1;
        }
        return calls.read("read " + info.key().name(), () -> {
            int piece = isRecord(info.key()) ? PIECE_OF_RECORD : PIECE;
            int count = Math.min(piece, Math.min(end - position, destination.remaining()));
            if (position + count > content.size()) {
                throw new IOException("an object is shorter than it was");
            }
            destination.put(content.bytes(), position, count);
            position += count;
            return count;
        });
    }

    @Override
    public Optional<ChannelTransfer> transfer() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
