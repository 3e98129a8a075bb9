package dev.moorage.storage.memory;

import dev.moorage.application.port.out.storage.ListOptions;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.ObjectPage;
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
        ObjectKey from = options.after().filter(after -> after.compareTo(prefix) > 0).orElse(prefix);
        for (var object : objects.tailMap(from, false).entrySet()) {
            ObjectKey key = object.getKey();
            if (!key.isBelow(prefix)) {
                if (key.value().compareTo(prefix.value() + "0") >= 0) {
                    break; // "0" follows "/": nothing below the prefix comes any more.
                }
                continue;
            }
            ObjectPage.Entry entry = entry(prefix, key, object.getValue(), options.delimited());
            boolean repeated = options.delimited()
                    && (options.after().filter(entry.key()::equals).isPresent()
                            || !entries.isEmpty() && entries.getLast().equals(entry));
            if (repeated) {
                continue;
            }
            if (entries.size() == options.limit()) {
                return new ObjectPage(entries, Optional.of(entries.getLast().key()));
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
