package dev.moorage.storage.memory;

import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** One page of the objects below a prefix. */
final class Listing {
    private Listing() {}

    static ObjectPage page(
            NavigableMap<ObjectKey, InMemoryStore.StoredObject> objects, ObjectKey prefix, ListOptions options) {
        List<ObjectPage.Entry> entries = new ArrayList<>();
        String after = options.after().orElse("");
        for (var object : objects.tailMap(prefix, false).entrySet()) {
            ObjectKey key = object.getKey();
            if (key.value().compareTo(prefix.value() + "0") >= 0) {
                break; // "0" follows "/", so nothing below the prefix comes after this.
            }
            if (!key.isBelow(prefix)) {
                continue;
            }
            ObjectPage.Entry entry = entry(prefix, key, object.getValue(), options.delimited());
            boolean repeated = !entries.isEmpty() && entries.getLast().equals(entry);
            if (repeated || entry.text().compareTo(after) <= 0) {
                continue;
            }
            if (entries.size() == options.limit()) {
                return new ObjectPage(entries, Optional.of(entries.getLast().text()));
            }
            entries.add(entry);
        }
        return new ObjectPage(entries, Optional.empty());
    }

    private static ObjectPage.Entry entry(
            ObjectKey prefix, ObjectKey key, InMemoryStore.StoredObject object, boolean delimited) {
        int slash = key.value().indexOf('/', prefix.value().length() + 1);
        return delimited && slash >= 0
                ? new ObjectPage.Folded(new ObjectKey(key.value().substring(0, slash)))
                : new ObjectPage.Found(key, object.content().length);
    }
}
