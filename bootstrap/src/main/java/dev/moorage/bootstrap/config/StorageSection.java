package dev.moorage.bootstrap.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code storage}: the driver, and the options next to it. */
final class StorageSection {
    private static final Set<String> OPTIONS = Set.of("delete", "redirect", "maintenance", "cache", "tag");

    private StorageSection() {}

    /** Returns whether a key below {@code storage} is an option, and not a driver's type. */
    static boolean isOption(String key) {
        return OPTIONS.contains(key);
    }

    static Configuration.Storage read(Section storage, Defaults defaults, Problems problems) {
        List<String> types =
                storage.keys().stream().filter(key -> !isOption(key)).toList();
        boolean redirects = !storage.section("redirect").flag("disable", false);
        if (types.size() > 1) {
            problems.error(
                    "storage",
                    "names more than one driver: " + String.join(", ", types)
                            + "; REGISTRY_STORAGE=<driver> takes the place of those in the file");
            types.forEach(storage::value); // Marks each as read, so that none is reported as unknown.
        }
        if (types.isEmpty()) {
            ObjectNode here = JsonNodeFactory.instance.objectNode();
            here.put("rootdirectory", defaults.rootDirectory());
            return new Configuration.Storage("filesystem", here, redirects);
        }
        if (types.getFirst().equals("inmemory")) {
            problems.warning(
                    "storage.inmemory",
                    "is for tests: what is pushed is gone with the process, and it takes memory"
                            + " until there is none");
        }
        JsonNode parameters = storage.value(types.getFirst()).orElseGet(JsonNodeFactory.instance::objectNode);
        return new Configuration.Storage(types.getFirst(), parameters, redirects);
    }

    static Configuration.Cache cache(Section storage) {
        Section cache = storage.section("cache");
        return new Configuration.Cache(
                cache.number("blobdescriptorsize", 10_000, 0),
                cache.number("manifestbytes", 16 << 20, 0),
                cache.duration("ttl", Duration.ofSeconds(10)));
    }

    static Configuration.Purging purging(Section storage, Problems problems) {
        Section purging = storage.section("maintenance").section("uploadpurging");
        Duration interval = purging.duration("interval", Duration.ofDays(1));
        if (interval.compareTo(Duration.ofMinutes(1)) < 0) {
            problems.error(purging.path("interval"), "is less than a minute");
        }
        return new Configuration.Purging(
                purging.flag("enabled", true),
                purging.duration("age", Duration.ofDays(7)),
                interval,
                purging.flag("dryrun", false));
    }
}
