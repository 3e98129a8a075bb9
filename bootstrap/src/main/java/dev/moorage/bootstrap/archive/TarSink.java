package dev.moorage.bootstrap.archive;

import dev.moorage.application.port.in.archive.ArchiveSink;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a tar archive whose bytes depend on the names and contents alone. */
public final class TarSink implements ArchiveSink {
    private final OutputStream out;

    /** @param out is not closed */
    public TarSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(String name, long size, Content content) throws IOException {
        out.write(TarHeader.ofFile(name, size));
        SizedOutput sized = new SizedOutput(out, name, size);
        content.to(sized);
        sized.requireEnd();
        out.write(new byte[(int) Math.floorMod(-size, (long) TarHeader.BLOCK)]);
    }

    /**
     * Writes the end of the archive.
     *
     * @throws IOException the archive cannot be written
     */
    public void finish() throws IOException {
        out.write(new byte[2 * TarHeader.BLOCK]);
        out.flush();
    }
}
