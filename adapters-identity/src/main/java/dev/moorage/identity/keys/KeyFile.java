package dev.moorage.identity.keys;

import java.io.IOException;

/** A file with keys. It is read again when its stamp has changed. */
public interface KeyFile {
    /** The name of the file, for messages. */
    String name();

    /** A text that changes with the file. It is never empty. */
    String stamp() throws IOException;

    byte[] read() throws IOException;
}
