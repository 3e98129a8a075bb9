package dev.moorage.storage.tck;

import dev.moorage.storage.spi.staging.BodySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A body that arrives with pauses. Every second wait for it ends without a byte. */
final class StallingBody implements BodySource {
    private final BodySource body;
    private int waits;

    StallingBody(BodySource body) {
        this.body = body;
    }

    @Override
    public boolean await(Duration most) {
        return waits++ % 2 == 1;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        return body.read(destination);
    }
}
