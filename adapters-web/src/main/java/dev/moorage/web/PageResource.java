package dev.moorage.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files of the page. */
public enum PageResource {
    /** The document, with the names of paths and files in braces. */
    DOCUMENT("index.html"),
    /** All modules as one script. */
    SCRIPT("page.js"),
    /** The style sheet. */
    STYLE("style.css");

    private final String name;

    PageResource(String name) {
        this.name = name;
    }

    /** Reads the file. */
    public byte[] read() {
        try (InputStream content = PageResource.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IllegalStateException("the package has no " + name);
            }
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
