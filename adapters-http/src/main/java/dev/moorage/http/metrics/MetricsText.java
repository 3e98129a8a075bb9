package dev.moorage.http.metrics;

import java.io.IOException;
import java.io.OutputStream;

/** The metrics of the registry as text. */
public interface MetricsText {
    /**
     * Returns the media type of the text.
     *
     * @param accept {@code Accept} of the request, or empty
     */
    String contentType(String accept);

    /**
     * Writes the metrics of this moment.
     *
     * @param accept {@code Accept} of the request, or empty
     */
    void write(String accept, OutputStream destination) throws IOException;
}
