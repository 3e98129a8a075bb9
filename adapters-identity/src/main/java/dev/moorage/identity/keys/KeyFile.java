package dev.moorage.identity.keys;

import java.io.IOException;

/** A file with keys. It is read again when its stamp has changed. */
public interface KeyFile {
    /** The name of the file, for messages. */
    String name();

    FileStamp stamp() throws IOException;

    byte[] read() throws IOException;
}
