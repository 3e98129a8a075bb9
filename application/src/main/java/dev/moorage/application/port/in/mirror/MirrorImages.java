package dev.moorage.application.port.in.mirror;

import java.io.IOException;

/**
 * Copies images of another registry into this one, byte for byte. A tag is set last, when everything that it needs is there: an image
 * is complete, or its tag is as before. A repeated copy continues, and fetches nothing twice.
 */
public interface MirrorImages {
    /**
     * Makes this registry have what a source has. An image that cannot be copied is reported, and others are copied.
     *
     * @throws IOException storage failed
     */
    MirrorReport mirror(MirrorRequest request, MirrorObserver observer) throws IOException;
}
