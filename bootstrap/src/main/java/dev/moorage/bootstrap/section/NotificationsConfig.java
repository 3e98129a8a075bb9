package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code notifications}: the services that get events of the registry.
 *
 * @param includesReferences whether the event of a manifest lists what it refers to
 * @param endpoints those that are not disabled
 */
public record NotificationsConfig(boolean includesReferences, List<EndpointConfig> endpoints) {
    private static final Key<Boolean> REFERENCES = Key.flag(
            "notifications.events.includereferences", false, "`true`: the event of a manifest lists what it refers to");

    public static final ConfigSection<NotificationsConfig> SECTION = ConfigSection.of(
            NotificationsConfig.class,
            NotificationsConfig::read,
            Stream.concat(Stream.of(REFERENCES), EndpointConfig.KEYS.stream()).toArray(Key<?>[]::new));

    public NotificationsConfig {
        endpoints = List.copyOf(endpoints);
    }

    private static NotificationsConfig read(Values values) {
        List<EndpointConfig> endpoints = new ArrayList<>();
        for (Section section : values.section("notifications").sections("endpoints")) {
            Optional<EndpointConfig> read = EndpointConfig.read(section, values);
            if (read.isPresent()) {
                String name = read.get().settings().name();
                if (endpoints.stream().anyMatch(other -> other.settings().name().equals(name))) {
                    values.error(section.path("name"), "is that of another endpoint: events wait for a name");
                }
                endpoints.add(read.get());
            }
        }
        return new NotificationsConfig(values.get(REFERENCES), endpoints);
    }
}
