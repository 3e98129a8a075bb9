package dev.moorage.bootstrap.wiring;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a composition has opened. It is closed in the reverse order. */
final class OpenResources implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Adds a resource that was opened, and returns it. */
    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /**
     * Closes everything, also where closing something fails.
     *
     * @throws IOException the first failure
     */
    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                IOException failure = e instanceof IOException io ? io : new IOException(e.getMessage(), e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
