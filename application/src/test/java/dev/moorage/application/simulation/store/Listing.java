package dev.moorage.application.simulation.store;

import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** One page of the objects below a prefix. A page has at most two entries, so that every caller has to turn pages. */
final class Listing {

    private Listing() {}

    static ObjectPage page(NavigableMap<ObjectKey, Stored> objects, ObjectKey prefix, ListOptions options, int most) {
        List<ObjectPage.Entry> entries = new ArrayList<>();
        String after = options.after().orElse("");
        for (var object :
                objects.tailMap(new ObjectKey(prefix.value() + "/!"), true).entrySet()) {
            ObjectKey key = object.getKey();
            if (!key.isBelow(prefix)) {
                break;
            }
            int slash = key.value().indexOf('/', prefix.value().length() + 1);
            ObjectPage.Entry entry = options.delimited() && slash >= 0
                    ? new ObjectPage.Folded(new ObjectKey(key.value().substring(0, slash)))
                    : new ObjectPage.Found(key, object.getValue().content().size());
            boolean repeated = !entries.isEmpty() && entries.getLast().equals(entry);
            if (repeated || entry.text().compareTo(after) <= 0) {
                continue;
            }
            if (entries.size() == Math.min(most, options.limit())) {
                return new ObjectPage(entries, Optional.of(entries.getLast().text()));
            }
            entries.add(entry);
        }
        return new ObjectPage(entries, Optional.empty());
    }
}
