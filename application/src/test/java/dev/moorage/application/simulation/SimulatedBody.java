package dev.moorage.application.simulation;

import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.simulation.store.Calls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A request body that arrives in pieces, stalls, and may end early. */
final class SimulatedBody implements UploadBody {
    private static final int PIECE = 10;

    private final Calls calls;
    private final byte[] content;
    private final int breaksAt;
    private final int stalls;
    private final boolean announced;
    private final Consumer<End> ended;
    private int position;
    private boolean aborted;

    /** The ways in which a body ends. */
    enum End {
        WHOLE,
        BROKEN
    }

    /**
     * @param breaksAt the number of bytes after which the body ends early. -1 if it does not
     * @param stalls how often the body stalls before it ends early
     * @param announced whether the length is announced
     */
    SimulatedBody(Calls calls, byte[] content, int breaksAt, int stalls, boolean announced, Consumer<End> ended) {
        this.calls = calls;
        this.content = content;
        this.breaksAt = breaksAt;
        this.stalls = stalls;
        this.announced = announced;
        this.ended = ended;
    }

    @Override
    public OptionalLong length() {
        return announced ? OptionalLong.of(content.length) : OptionalLong.empty();
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        calls.pause("body");
        int end = breaksAt < 0 ? content.length : breaksAt;
        for (int i = 0; position == end && breaksAt >= 0 && i < stalls && !aborted; i++) {
            calls.pause("stalled body");
        }
        if (aborted || position == end && breaksAt >= 0) {
            ended.accept(End.BROKEN);
            throw new IOException("the body broke off");
        }
        if (position == end) {
            ended.accept(End.WHOLE);
            return -1;
        }
        int count = Math.min(1 + calls.random(PIECE), Math.min(end - position, destination.remaining()));
        destination.put(content, position, count);
        position += count;
        return count;
    }

    @Override
    public void abort() {
        aborted = true;
    }
}
