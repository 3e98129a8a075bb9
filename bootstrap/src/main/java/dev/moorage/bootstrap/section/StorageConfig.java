package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code storage}: the driver, and the options next to it that concern the driver.
 *
 * @param type the type of the storage driver
 * @param parameters the driver's own configuration
 * @param redirects whether clients are redirected to the store where it can serve them
 */
public record StorageConfig(String type, JsonNode parameters, boolean redirects) {
    private static final String STORAGE = "storage";

    private static final Key<Boolean> REDIRECT_DISABLED =
            Key.flag("storage.redirect.disable", false, "`true`: clients are not redirected to the store for blobs");

    public static final ConfigSection<StorageConfig> SECTION =
            ConfigSection.of(StorageConfig.class, StorageConfig::read, REDIRECT_DISABLED);

    public StorageConfig {
        Objects.requireNonNull(type);
        Objects.requireNonNull(parameters);
    }

    /** Returns the folder, bucket or container, for messages. */
    public String where() {
        for (String key : List.of("rootdirectory", "bucket", "container")) {
            if (parameters.hasNonNull(key)) {
                return parameters.get(key).asString("");
            }
        }
        return "";
    }

    private static StorageConfig read(Values values) {
        Section storage = values.section(STORAGE);
        List<String> types = storage.keys().stream()
                .filter(key -> !values.declares(storage.path(key)))
                .toList();
        boolean redirects = !values.get(REDIRECT_DISABLED);
        if (types.size() > 1) {
            values.error(
                    STORAGE,
                    "names more than one driver: " + String.join(", ", types)
                            + "; REGISTRY_STORAGE=<driver> takes the place of those in the file");
            types.forEach(storage::value); // Marks each as read, so that none is reported as unknown.
        }
        if (types.isEmpty()) {
            ObjectNode here = JsonNodeFactory.instance.objectNode();
            here.put("rootdirectory", values.defaults().rootDirectory());
            return new StorageConfig("filesystem", here, redirects);
        }
        if (types.getFirst().equals("inmemory")) {
            values.warning(
                    "storage.inmemory",
                    "is for tests: what is pushed is gone with the process, and it takes memory"
                            + " until there is none");
        }
        JsonNode parameters = storage.value(types.getFirst()).orElseGet(JsonNodeFactory.instance::objectNode);
        return new StorageConfig(types.getFirst(), parameters, redirects);
    }
}
