package com.example.moorage.sqlite;

import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A page of the objects below a prefix. SQLite sorts texts by their bytes. For keys, that is the order of strings. */
final class Listing {
    private final Sql sql;
    private final ObjectKey prefix;
    private final ListOptions options;

    Listing(Sql sql, ObjectKey prefix, ListOptions options) {
        this.sql = sql;
        this.prefix = prefix;
        this.options = options;
    }

    ObjectPage page() throws SQLException {
        List<ObjectPage.Entry> entries = new ArrayList<>();
        String after = options.after().orElse("");
        String start = prefix.value() + "/";
        String position = after.compareTo(start) > 0 ? after : start;
        while (true) {
            // One row more than needed, to see whether another page follows. Below a fold, one row stands for all.
            List<ObjectPage.Found> rows = rows(position, options.delimited() ? 1 : options.limit() + 1L);
            if (rows.isEmpty()) {
                return new ObjectPage(entries, Optional.empty());
            }
            for (ObjectPage.Found row : rows) {
                ObjectPage.Entry entry = entry(row);
                if (entry.text().compareTo(after) > 0) {
                    if (entries.size() == options.limit()) {
                        return new ObjectPage(
                                entries, Optional.of(entries.getLast().text()));
                    }
                    entries.add(entry);
                }
                position = behind(entry);
            }
        }
    }

    private List<ObjectPage.Found> rows(String after, long limit) throws SQLException {
        return sql.all(
                row -> new ObjectPage.Found(new ObjectKey(row.getString(1)), row.getLong(2)),
                "SELECT key, size FROM object WHERE key > ? AND key < ? ORDER BY key LIMIT ?",
                after,
                behind(new ObjectPage.Folded(prefix)),
                limit);
    }

    private ObjectPage.Entry entry(ObjectPage.Found found) {
        int slash = options.delimited() ? found.text().indexOf('/', prefix.value().length() + 1) : -1;
        return slash < 0 ? found : new ObjectPage.Folded(new ObjectKey(found.text().substring(0, slash)));
    }

    /**
     * The text after which everything that follows an entry sorts. No character of a key sorts after the last character
     * here.
     */
    private static String behind(ObjectPage.Entry entry) {
        return entry instanceof ObjectPage.Folded ? entry.text() + "\u007f" : entry.text();
    }
}
