package dev.moorage.application.service.repository;

import dev.moorage.application.storage.FolderNames;
import dev.moorage.application.storage.IndependentCalls;
import dev.moorage.application.storage.OnceRead;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The folders that one walk reads. Over a remote storage it reads those that come next at the same time. A walk has one thread.
 */
final class FolderReads {
    /** The most folders that are read at the same time. */
    static final int AHEAD = 16;

    private final StorageDriver storage;
    private final IndependentCalls calls;
    private final Map<Page, OnceRead<FolderNames>> begun = new HashMap<>();

    /** A page of the names of a folder: those that sort after a text. */
    private record Page(ObjectKey folder, String after, int most) {}

    FolderReads(StorageDriver storage) {
        this.storage = storage;
        this.calls = new IndependentCalls(storage);
    }

    /** Returns how many folders may be read ahead now. */
    int room() {
        return calls.atOnce() ? AHEAD - begun.size() : 0;
    }

    /** Begins to read the first page of a folder that the walk probably comes to, unless it is read already. */
    void begin(ObjectKey folder, int most) {
        begun.computeIfAbsent(new Page(folder, "", most), page -> calls.begin(() -> read(page)));
    }

    /** Returns a page of a folder. */
    FolderNames page(ObjectKey folder, String after, int most) throws IOException {
        Page page = new Page(folder, after, most);
        OnceRead<FolderNames> ahead = begun.remove(page);
        return ahead == null ? read(page) : ahead.get();
    }

    private FolderNames read(Page page) throws IOException {
        return FolderNames.markingUnreadable(storage, page.folder(), page.after(), page.most());
    }
}
