package dev.moorage.distribution.advisories;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.artifact.versioning.ComparableVersion;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The known advisories of {@code docs/advisories.json}, a part of the format of OSV.
 *
 * @param taken the day on which they were collected
 * @param accepted the identifiers of those that do not concern this software, each with the reason
 */
record Advisories(String taken, Map<String, String> accepted, List<Advisory> advisories) {
    private static final Set<String> SERIOUS = Set.of("HIGH", "CRITICAL");

    /**
     * @param id of GitHub ({@code GHSA-…}) where there is one, or of CVE
     */
    record Advisory(String id, String severity, String summary, List<Affected> affected) {}

    /**
     * @param name {@code <group>:<artifact>}
     */
    record Affected(String name, List<Range> ranges) {}

    /**
     * A range of affected versions in the order of Maven.
     *
     * @param introduced the first affected version, or {@code 0} for every one
     * @param fixed the first version that is no longer affected
     * @param lastAffected the last affected version, where there is no fixed one
     */
    record Range(String introduced, Optional<String> fixed, Optional<String> lastAffected) {
        boolean contains(String version) {
            ComparableVersion compared = new ComparableVersion(version);
            boolean begun = introduced.equals("0") || compared.compareTo(new ComparableVersion(introduced)) >= 0;
            boolean ended = fixed.map(end -> compared.compareTo(new ComparableVersion(end)) >= 0)
                    .or(() -> lastAffected.map(end -> compared.compareTo(new ComparableVersion(end)) > 0))
                    .orElse(false);
            return begun && !ended;
        }
    }

    /** Something that is shipped. */
    record Component(String name, String version) {}

    static Advisories read(Path file) {
        return JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build()
                .readValue(file, Advisories.class);
    }

    /**
     * Returns each serious advisory of these components that is not accepted, as text for the person in charge of the
     * update.
     */
    List<String> of(Iterable<Component> components) {
        List<String> found = new ArrayList<>();
        for (Component component : components) {
            for (Advisory advisory : advisories) {
                if (SERIOUS.contains(advisory.severity()) && !accepted.containsKey(advisory.id())) {
                    affecting(advisory, component)
                            .map(range -> advisory.id() + " (" + advisory.severity() + "): " + component.name() + " "
                                    + component.version() + ", fixed in "
                                    + range.fixed().orElse("no version") + ": " + advisory.summary())
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static Optional<Range> affecting(Advisory advisory, Component component) {
        return advisory.affected().stream()
                .filter(affected -> affected.name().equals(component.name()))
                .flatMap(affected -> affected.ranges().stream())
                .filter(range -> range.contains(component.version()))
                .findFirst();
    }
}
