package dev.moorage.bootstrap.archive;

import dev.moorage.application.port.in.archive.ArchiveException;
import java.io.IOException;
import java.io.OutputStream;

/** Passes on as many bytes as were announced. */
final class SizedOutput extends OutputStream {
    private final OutputStream out;
    private final String name;
    private long left;

    SizedOutput(OutputStream out, String name, long size) {
        this.out = out;
        this.name = name;
        this.left = size;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        left -= length;
        if (left < 0) {
            throw wrong();
        }
        out.write(bytes, offset, length);
    }

    void requireEnd() throws IOException {
        if (left != 0) {
            throw wrong();
        }
    }

    private ArchiveException wrong() {
        return new ArchiveException(name + " has another length than the registry knows");
    }
}
