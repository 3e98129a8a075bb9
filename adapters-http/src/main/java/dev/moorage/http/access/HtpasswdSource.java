package dev.moorage.http.access;

import java.io.IOException;
import java.util.List;

/** Where an htpasswd file's lines come from: read again when its stamp has changed. */
public interface HtpasswdSource {
    /** Something that changes with the file, and is never empty. */
    String stamp() throws IOException;

    List<String> lines() throws IOException;
}
