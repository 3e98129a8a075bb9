package dev.moorage.storage.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** Syncs nothing, but records each request to sync. It fails when a test asks for that. */
final class RecordedFsync implements Fsync {
    final List<String> forced = new CopyOnWriteArrayList<>();
    Optional<IOException> failure = Optional.empty();
    Optional<IOException> refusedDirectory = Optional.empty();
    private Optional<Meanwhile> meanwhile = Optional.empty();

    /** What another process does while a directory is synced. */
    private record Meanwhile(String directory, Callable<?> action) {}

    void during(String directory, Callable<?> action) {
        meanwhile = Optional.of(new Meanwhile(directory, action));
    }

    @Override
    public void file(FileChannel file) throws IOException {
        force("file");
    }

    @Override
    public void directory(Path directory) throws IOException {
        if (refusedDirectory.isPresent()) {
            throw refusedDirectory.get();
        }
        Optional<Meanwhile> now =
                meanwhile.filter(waiting -> waiting.directory().equals(directory.toString()));
        if (now.isPresent()) {
            meanwhile = Optional.empty();
            try {
                now.get().action().call();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        force(directory.toString());
    }

    private void force(String what) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        forced.add(what);
    }
}
