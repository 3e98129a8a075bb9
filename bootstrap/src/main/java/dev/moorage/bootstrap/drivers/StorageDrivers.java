package dev.moorage.bootstrap.drivers;

import dev.moorage.bootstrap.config.EditDistance;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The storage drivers that can be chosen: those on the class path of the server, those of the package in folders of their own,
 * and those of third parties. A driver in a folder has a class loader of its own.
 */
public final class StorageDrivers {
    private static final Comparator<FoundDriver<?>> BY_TYPE_AND_ORIGIN =
            Comparator.<FoundDriver<?>, String>comparing(FoundDriver::type).thenComparing(FoundDriver::origin);

    private final ClassLoader server;
    private final DriverFolders folders;
    private final List<FoundDriver<?>> found;
    private final List<String> broken;

    /** The purpose for which a storage is opened. */
    public enum Use {
        /** The storage is only read, and nothing in it is changed. */
        READING,
        WRITING
    }

    private StorageDrivers(ClassLoader server, DriverFolders folders) {
        this.server = server;
        this.folders = folders;
        DriverDiscovery.Result all = DriverDiscovery.Result.of(Stream.concat(
                Stream.of(DriverDiscovery.in(server)),
                folders.added().stream().map(folder -> DriverDiscovery.below(folder, _ -> true, server))));
        this.found = all.found();
        this.broken = all.broken();
    }

    /** Returns the drivers of this installation. */
    public static StorageDrivers installed() {
        return in(StorageDrivers.class.getClassLoader(), DriverFolders.of(System.getProperties()));
    }

    static StorageDrivers in(ClassLoader server, DriverFolders folders) {
        return new StorageDrivers(server, folders);
    }

    /** Returns all drivers that can be chosen, in the order of their types, and those that cannot be used. */
    public Overview overview() {
        DriverDiscovery.Result bundled = bundled(_ -> true);
        return new Overview(
                Stream.concat(found.stream(), bundled.found().stream())
                        .sorted(BY_TYPE_AND_ORIGIN)
                        .toList(),
                Stream.concat(broken.stream(), bundled.broken().stream()).toList());
    }

    /**
     * All drivers of an installation.
     *
     * @param broken for each driver that cannot be used, where it comes from and why
     */
    public record Overview(List<FoundDriver<?>> found, List<String> broken) {
        public Overview {
            found = List.copyOf(found);
            broken = List.copyOf(broken);
        }

        private List<String> types() {
            return found.stream().map(FoundDriver::type).distinct().toList();
        }
    }

    /**
     * Chooses the driver of a type. Fails while any jar of a third party cannot be used, since that jar may hold the driver
     * that is meant, or another one of its type. A driver of the package is looked for where the class path has none of the
     * type, and in a folder with whose name the type begins. A start with another driver does not read it.
     *
     * @throws InvalidConfigurationException when there is no driver of that type, or two, or a broken one
     */
    public FoundDriver<?> choose(String type) throws InvalidConfigurationException {
        List<String> problems = new ArrayList<>(broken);
        List<FoundDriver<?>> meant = new ArrayList<>(of(type, found));
        if (meant.stream().noneMatch(FoundDriver::isOnClassPath)) {
            DriverDiscovery.Result bundled = bundled(place -> type.startsWith(place.name()));
            meant.addAll(of(type, bundled.found()));
            problems.addAll(bundled.broken());
        }
        if (problems.isEmpty() && meant.size() == 1) {
            return meant.getFirst();
        }
        List<String> types = overview().types();
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems.stream()
                    .map(problem -> problem("storage." + type, "a storage driver cannot be used: " + problem, types))
                    .toList());
        }
        String problem = meant.isEmpty()
                ? "there is no such storage driver"
                        + EditDistance.nearest(type, types)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("")
                : "there is more than one such storage driver: "
                        + meant.stream().map(FoundDriver::origin).sorted().collect(Collectors.joining(", "));
        throw new InvalidConfigurationException(List.of(problem("storage." + type, problem, types)));
    }

    private DriverDiscovery.Result bundled(Predicate<DriverPlace> which) {
        return DriverDiscovery.Result.of(
                folders.bundled().stream().map(folder -> DriverDiscovery.below(folder, which, server)));
    }

    private static List<FoundDriver<?>> of(String type, List<FoundDriver<?>> drivers) {
        return drivers.stream().filter(driver -> driver.type().equals(type)).toList();
    }

    private static String problem(String key, String text, List<String> types) {
        return key + ": " + text + "; there are: " + String.join(", ", types);
    }
}
