package dev.moorage.identity.htpasswd;

import dev.moorage.identity.keys.FileStamp;
import java.io.IOException;
import java.util.List;

/** The source of an htpasswd file. The lines are read again when the stamp has changed. */
public interface HtpasswdSource {
    FileStamp stamp() throws IOException;

    List<String> lines() throws IOException;
}
