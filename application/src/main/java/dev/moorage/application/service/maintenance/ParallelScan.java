package dev.moorage.application.service.maintenance;

import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Visits all keys below a prefix in order. The scan lists a page, several threads visit its objects, and the next page
 * follows when all of them are done. Memory therefore holds one page, and a later run can continue at the end of a
 * page.
 */
final class ParallelScan implements AutoCloseable {
    private final StorageDriver storage;
    private final ExecutorService workers;

    ParallelScan(StorageDriver storage, int parallel) {
        this.storage = storage;
        this.workers = Executors.newFixedThreadPool(
                parallel, Thread.ofPlatform().daemon().name("scan-", 0).factory());
    }

    /** Visits one object. Called by several threads. */
    interface Visitor {
        /**
         * Visits one object.
         *
         * @throws IOException ends the scan
         */
        void visit(ObjectPage.Found object) throws IOException;
    }

    /** Decides about a folder that cannot be read. Called by one thread at a time. */
    interface Unreadable {
        /**
         * Called for the folder. The scan skips it if this method returns.
         *
         * @throws IOException ends the scan
         */
        void met(ObjectPage.Unreadable folder) throws IOException;
    }

    /** Called between two pages. */
    interface PageEnd {
        /** Called when all objects up to this key have been visited. */
        void reached(String key) throws IOException;
    }

    void scan(ObjectKey prefix, Optional<String> after, Visitor visitor, Unreadable unreadable, PageEnd pageEnd)
            throws IOException {
        ObjectWalk.recursive(storage, prefix).markingUnreadable().after(after).forEachPage(page -> {
            visit(page, visitor);
            for (ObjectPage.Entry entry : page.entries()) {
                if (entry instanceof ObjectPage.Unreadable folder) {
                    unreadable.met(folder);
                }
            }
            if (page.next().isPresent()) {
                pageEnd.reached(page.next().get());
            }
            return true;
        });
    }

    private void visit(ObjectPage page, Visitor visitor) throws IOException {
        List<Callable<Boolean>> visits = new ArrayList<>();
        for (ObjectPage.Entry entry : page.entries()) {
            if (entry instanceof ObjectPage.Found object) {
                visits.add(() -> {
                    visitor.visit(object);
                    return true;
                });
            }
        }
        try {
            for (Future<Boolean> visited : workers.invokeAll(visits)) {
                visited.get();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("an object could not be looked at", e.getCause());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
