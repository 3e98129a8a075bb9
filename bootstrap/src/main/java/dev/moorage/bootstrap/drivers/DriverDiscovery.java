package dev.moorage.bootstrap.drivers;

import dev.moorage.storage.spi.StorageDriverFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds storage drivers with {@link ServiceLoader}. A driver that cannot be loaded does not hide those that come after it.
 */
final class DriverDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(DriverDiscovery.class);
    private static final String SERVICE_FILE = "META-INF/services/" + StorageDriverFactory.class.getName();

    private final List<FoundDriver<?>> found = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final Set<String> silentJars = new TreeSet<>();

    private DriverDiscovery() {}

    /**
     * The result of a search.
     *
     * @param broken for each driver that cannot be used, where it comes from and why
     */
    record Result(List<FoundDriver<?>> found, List<String> broken) {
        Result {
            found = List.copyOf(found);
            broken = List.copyOf(broken);
        }

        /** Returns what several searches have found. */
        static Result of(Stream<Result> results) {
            List<Result> all = results.toList();
            return new Result(
                    all.stream()
                            .<FoundDriver<?>>flatMap(result -> result.found().stream())
                            .toList(),
                    all.stream().flatMap(result -> result.broken().stream()).toList());
        }
    }

    /** Finds the drivers on a class path. */
    static Result in(ClassLoader classes) {
        DriverDiscovery discovery = new DriverDiscovery();
        discovery.search(classes);
        return new Result(discovery.found, discovery.broken);
    }

    /**
     * Finds the drivers in the places of a folder. Those of each place have classes of their own.
     *
     * @param which the places that are searched
     * @param server the class loader of the server
     */
    static Result below(Path folder, Predicate<DriverPlace> which, ClassLoader server) {
        try {
            return Result.of(DriverPlace.in(folder).stream().filter(which).map(place -> in(place, server)));
        } catch (IOException | UncheckedIOException e) {
            return new Result(
                    List.of(), List.of(folder.getFileName() + ": the folder cannot be read: " + Failure.inWords(e)));
        }
    }

    private static Result in(DriverPlace place, ClassLoader server) {
        DriverDiscovery discovery = new DriverDiscovery();
        JarContents contents = JarContents.of(place);
        discovery.broken.addAll(contents.problems());
        if (discovery.broken.isEmpty()) {
            DriverClasses classes = place.classes(server);
            contents.withDrivers().forEach(jar -> discovery.compare(jar, classes));
            if (discovery.broken.isEmpty()) {
                classes.within(() -> {
                    discovery.search(classes);
                    return true;
                });
            }
        }
        return new Result(discovery.found, discovery.broken);
    }

    private void search(ClassLoader classes) {
        findJars(classes);
        load(ServiceLoader.load(StorageDriverFactory.class, classes));
    }

    /** Compares a jar with the storage port. */
    private void compare(Path jar, DriverClasses classes) {
        String origin = jar.getFileName().toString();
        try {
            PortUse.mismatch(jar, classes).ifPresent(problem -> broken.add(origin + ": " + problem));
        } catch (IOException | RuntimeException | LinkageError e) {
            isBroken(origin, e);
        }
    }

    /**
     * Finds the jars that declare a driver. A class that cannot be loaded does not report its jar, but it is in one of the
     * jars that declare a driver and provide none.
     */
    private void findJars(ClassLoader classes) {
        try {
            for (URL file : Collections.list(classes.getResources(SERVICE_FILE))) {
                silentJars.add(Origins.ofResource(file, SERVICE_FILE));
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("The service files of storage drivers could not be listed");
        }
    }

    @SuppressWarnings("rawtypes") // ServiceLoader takes a class without type arguments.
    private void load(ServiceLoader<StorageDriverFactory> loader) {
        List<Throwable> failures = new ArrayList<>();
        Spliterator<ServiceLoader.Provider<StorageDriverFactory>> providers =
                loader.stream().spliterator();
        boolean more = true;
        while (more) {
            try {
                more = providers.tryAdvance(this::instantiate);
            } catch (LinkageError | ServiceConfigurationError e) {
                failures.add(e);
            }
        }
        String where = silentJars.isEmpty() ? "a jar" : String.join(" or ", silentJars);
        failures.forEach(failure -> isBroken(where, failure));
    }

    @SuppressWarnings("rawtypes")
    private void instantiate(ServiceLoader.Provider<StorageDriverFactory> provider) {
        String origin = Origins.ofClass(provider.type());
        silentJars.remove(origin);
        try {
            StorageDriverFactory<?> factory = provider.get();
            found.add(FoundDriver.of(factory, origin));
        } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
            isBroken(origin, e);
        }
    }

    private void isBroken(String origin, Throwable failure) {
        LOG.atDebug().setCause(failure).log("A storage driver of {} cannot be used", origin);
        broken.add(origin + ": " + Failure.inWords(failure));
    }
}
