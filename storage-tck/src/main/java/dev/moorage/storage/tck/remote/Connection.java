package dev.moorage.storage.tck.remote;

import dev.moorage.storage.spi.object.ObjectKey;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Asks another process for one call at a time, and waits for its result. */
final class Connection {
    private static final ObjectKey NO_KEY = new ObjectKey("none");

    private final DataOutputStream out;
    private final DataInputStream in;

    Connection(OutputStream out, InputStream in) {
        this.out = new DataOutputStream(new BufferedOutputStream(out));
        this.in = new DataInputStream(new BufferedInputStream(in));
    }

    /**
     * Makes a call.
     *
     * @param key what exceptions of the call name
     * @throws IOException as the driver throws it, or when the process has ended
     */
    synchronized <T> T call(Call call, ObjectKey key, Wire.Writes arguments, Wire.Reads<T> result) throws IOException {
        try {
            Wire.text(out, call.name());
            arguments.to(out);
            out.flush();
            if (in.readBoolean()) {
                return result.from(in);
            }
        } catch (EOFException e) {
            throw new IOException("the other process has ended", e);
        }
        throw Failures.read(in, key);
    }

    /** Makes a call that throws no exception of the port. */
    <T> T plain(Call call, Wire.Writes arguments, Wire.Reads<T> result) {
        try {
            return call(call, NO_KEY, arguments, result);
        } catch (IOException e) {
            throw Failures.unchecked(e);
        }
    }
}
