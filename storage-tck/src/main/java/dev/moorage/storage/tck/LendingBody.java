package dev.moorage.storage.tck;

import dev.moorage.application.port.out.storage.BodySource;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A body that lies in memory, piece by piece, and is lent from there: what was lent before is overwritten by what comes next. */
final class LendingBody implements BodySource {
    private final byte[] content;
    private final int[] pieces;
    private int nextPiece;
    private int position;
    private byte[] received = {};
    private ByteBuffer piece = ByteBuffer.wrap(received);

    /** @param pieces the bytes of each, over and over */
    LendingBody(byte[] content, int... pieces) {
        this.content = content;
        this.pieces = pieces.clone();
    }

    @Override
    public int read(ByteBuffer destination) {
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(destination.remaining(), piece.remaining());
        destination.put(taken(count));
        return count;
    }

    @Override
    public Optional<ByteBuffer> lend(int atLeast, int atMost) {
        return hasMore() && piece.remaining() >= atLeast
                ? Optional.of(taken(Math.min(atMost, piece.remaining())))
                : Optional.empty();
    }

    private ByteBuffer taken(int count) {
        ByteBuffer taken = piece.slice(piece.position(), count);
        piece.position(piece.position() + count);
        return taken;
    }

    private boolean hasMore() {
        if (!piece.hasRemaining() && position < content.length) {
            Arrays.fill(received, (byte) 0x5a);
            int length = Math.min(pieces[nextPiece++ % pieces.length], content.length - position);
            received = Arrays.copyOfRange(content, position, position + length);
            piece = ByteBuffer.wrap(received);
            position += length;
        }
        return piece.hasRemaining();
    }
}
