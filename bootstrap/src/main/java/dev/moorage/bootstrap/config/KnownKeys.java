package dev.moorage.bootstrap.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that the sections of a configuration declare, and those of Distribution that the server does not read. */
final class KnownKeys {
    /** The key that no section owns: the version of the format. */
    static final String VERSION = "version";

    private final Set<String> paths;
    private final Set<String> sections;

    KnownKeys(List<ConfigSection<?>> sections) {
        this.paths = Stream.of(
                        Stream.of(VERSION),
                        sections.stream()
                                .flatMap(section -> section.keys().stream().map(Key::path)),
                        UnsupportedKeys.all().stream())
                .flatMap(Function.identity())
                .collect(Collectors.toCollection(TreeSet::new));
        this.sections = paths.stream().map(path -> path.split("\\.", 2)[0]).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether a configuration can have a key of this name, in small letters, at its top level. */
    boolean isSection(String name) {
        return sections.contains(name);
    }

    /**
     * Returns the section nearest to the first word of a variable, in small letters, that names no section. Empty where none
     * is near.
     */
    Optional<String> nearestSection(String name) {
        return EditDistance.nearest(name, sections).filter(near -> EditDistance.between(name, near) <= 2);
    }

    /** Returns whether there is a key with this path, or one below it, also in the mappings of a list. */
    boolean holds(String path) {
        return paths.stream()
                .anyMatch(
                        known -> known.equals(path) || known.startsWith(path + ".") || known.startsWith(path + "[]."));
    }

    /** Returns the names that a configuration can have at its top level. */
    Set<String> sections() {
        return sections;
    }
}
