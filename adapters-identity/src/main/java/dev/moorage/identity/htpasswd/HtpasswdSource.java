package dev.moorage.identity.htpasswd;

import java.io.IOException;
import java.util.List;

/** The source of an htpasswd file. The lines are read again when the stamp has changed. */
public interface HtpasswdSource {
    /** A text that changes with the file. It is never empty. */
    String stamp() throws IOException;

    List<String> lines() throws IOException;
}
