package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;

/**
 * What clients may change: {@code storage.maintenance.readonly} and {@code storage.delete}.
 *
 * @param readOnly whether clients may only read, and the server writes nothing to the storage
 * @param deleteEnabled whether tags, manifests and blobs can be deleted
 * @param deletesByDefault whether deleting is allowed only because no key is set
 */
public record WritesConfig(boolean readOnly, boolean deleteEnabled, boolean deletesByDefault) {
    private static final Key<Boolean> DELETE = Key.flag(
                    "storage.delete.enabled", false, "whether tags, manifests and blobs can be deleted")
            .showing("`false`; `true` without a file");
    private static final Key<Boolean> READ_ONLY = Key.flag(
            "storage.maintenance.readonly.enabled",
            false,
            "clients may only read, and the server writes nothing to the storage");

    public static final ConfigSection<WritesConfig> SECTION =
            ConfigSection.of(WritesConfig.class, WritesConfig::read, DELETE, READ_ONLY);

    private static WritesConfig read(Values values) {
        boolean byDefault = values.defaults().delete();
        return new WritesConfig(
                values.get(READ_ONLY), values.get(DELETE, byDefault), byDefault && !values.isSet(DELETE));
    }
}
