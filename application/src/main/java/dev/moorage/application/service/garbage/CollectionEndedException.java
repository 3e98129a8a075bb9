package dev.moorage.application.service.garbage;

import java.io.IOException;

/** The observer of a collection has ended it. */
final class CollectionEndedException extends IOException {
    private static final long serialVersionUID = 1;

    CollectionEndedException() {
        super("the collection was ended");
    }
}
