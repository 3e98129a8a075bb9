package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.http.HttpSettings;

/**
 * {@code catalog}.
 *
 * @param maxEntries the maximum number of entries on a page of tags or repositories
 */
public record CatalogConfig(int maxEntries) {
    private static final Key<Integer> MAX_ENTRIES = Key.number(
            "catalog.maxentries",
            HttpSettings.defaults().maxPageEntries(),
            1,
            "the maximum number of entries on a page of tags or repositories");

    public static final ConfigSection<CatalogConfig> SECTION =
            ConfigSection.of(CatalogConfig.class, CatalogConfig::read, MAX_ENTRIES);

    private static CatalogConfig read(Values values) {
        return new CatalogConfig(values.get(MAX_ENTRIES));
    }
}
