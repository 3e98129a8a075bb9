package dev.moorage.application.service.maintenance;

import dev.moorage.storage.spi.ListOptions;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.ObjectPage;
import dev.moorage.storage.spi.StorageDriver;
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
 * Walks through all keys below a prefix, in their order: a page is listed, its objects are looked at by several threads, and
 * only when all of them are done comes the next page. So memory holds one page, and the end of a page is a place to go on
 * from.
 */
final class ParallelScan implements AutoCloseable {
    private static final int PAGE = 1000;

    private final StorageDriver storage;
    private final ExecutorService workers;

    ParallelScan(StorageDriver storage, int parallel) {
        this.storage = storage;
        this.workers = Executors.newFixedThreadPool(
                parallel, Thread.ofPlatform().daemon().name("scan-", 0).factory());
    }

    /** What is done with each object; called by several threads. */
    interface Visitor {
        /** @throws IOException ends the scan */
        void visit(ObjectPage.Found object) throws IOException;
    }

    /** What is done between two pages. */
    interface PageEnd {
        /** All objects up to this key were visited. */
        void reached(String key) throws IOException;
    }

    void scan(ObjectKey prefix, Optional<String> after, Visitor visitor, PageEnd pageEnd) throws IOException {
        ListOptions options = ListOptions.recursive(PAGE);
        if (after.isPresent()) {
            options = options.after(after.get());
        }
        while (true) {
            ObjectPage page = storage.list(prefix, options);
            visit(page, visitor);
            if (page.next().isEmpty()) {
                return;
            }
            pageEnd.reached(page.next().get());
            options = options.after(page.next().get());
        }
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
