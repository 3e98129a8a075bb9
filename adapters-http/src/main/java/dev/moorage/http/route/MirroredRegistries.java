package dev.moorage.http.route;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The registries whose content is served here, and the ways in which clients name them: by the first components of a repository's
 * name, by the parameter {@code ns} (distribution-spec, "Registry Proxying"), by the host of the request, or by a path in front of
 * {@code /v2/}. All of them lead to the same repository. The table is closed: a name that it does not have is no registry, and no
 * name is ever an address to connect to.
 */
public final class MirroredRegistries {
    /** No registry is served here but this one. */
    public static final MirroredRegistries NONE = new MirroredRegistries(List.of());

    private static final String HUB = "docker.io";
    private static final String OFFICIAL = "library/";

    private final List<Mirrored> all;

    /**
     * A registry whose content is served here.
     *
     * @param prefix the first components of its repositories here. Empty where all repositories are its own
     * @param names what {@code ns} may say for it, in lower case, with a port where it is part of the name
     * @param hosts the hosts of requests that are for it alone, in lower case and without a port
     */
    public record Mirrored(String prefix, Set<String> names, Set<String> hosts) {
        public Mirrored {
            Objects.requireNonNull(prefix);
            names = Set.copyOf(names);
            hosts = Set.copyOf(hosts);
        }

        private boolean has(String name) {
            return prefix.isEmpty() || name.startsWith(prefix + "/");
        }

        /** Returns the name here of one of its repositories. A name that has the prefix already is kept. */
        private String nameHere(String name) {
            return has(name) ? name : prefix + "/" + name;
        }

        /** Returns a name with the component that clients leave out in the names of Docker's official images. */
        private String whole(String name) {
            int start = prefix.isEmpty() ? 0 : prefix.length() + 1;
            return names.contains(HUB) && name.indexOf('/', start) < 0
                    ? name.substring(0, start) + OFFICIAL + name.substring(start)
                    : name;
        }
    }

    /** @param all the registries. Without names, {@code ns} is not read */
    public MirroredRegistries(List<Mirrored> all) {
        this.all = List.copyOf(all);
    }

    /** Returns the prefixes that may stand in front of {@code /v2/} in a path. */
    List<String> prefixes() {
        return all.stream()
                .map(Mirrored::prefix)
                .filter(prefix -> !prefix.isEmpty())
                .toList();
    }

    /**
     * Returns a route with the name of the repository that a request means.
     *
     * @param source what {@code ns} says, or empty where it says nothing or is not read
     * @param host the host of the request, without a port
     * @throws RegistryException {@code NAME_INVALID} if the name with its prefix is too long
     */
    public Route resolve(Route route, Optional<Mirrored> source, String host) {
        if (!(route instanceof Route.OfRepository named) || route instanceof Route.Own || all.isEmpty()) {
            return route;
        }
        String name = source.or(() -> ofHost(host))
                .map(mirrored -> mirrored.nameHere(named.name().value()))
                .orElseGet(() -> named.name().value());
        String whole = all.stream()
                .filter(mirrored -> mirrored.has(name))
                .findFirst()
                .map(mirrored -> mirrored.whole(name))
                .orElse(name);
        return whole.equals(named.name().value()) ? route : named.withName(RepositoryName.parse(whole));
    }

    /**
     * Returns the registry that {@code ns} names in a request. Empty where it is not read: on a write, without registries that have
     * names, or with the host of the request itself.
     *
     * @param values the values of {@code ns}
     * @param own this registry as the request names it, with and without a port
     * @throws RegistryException {@code NAME_UNKNOWN} if no registry has this name, {@code NAME_INVALID} if there are several values
     */
    public Optional<Mirrored> source(String method, Route route, List<String> values, Set<String> own) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        boolean ofRepository = route instanceof Route.OfRepository && !(route instanceof Route.Own);
        boolean hasNames = all.stream().anyMatch(mirrored -> !mirrored.names().isEmpty());
        if (values.isEmpty() || !reads || !ofRepository || !hasNames) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw new RegistryException(ErrorCode.NAME_INVALID, "ns has several values");
        }
        String name = values.getFirst().toLowerCase(Locale.ROOT);
        Optional<Mirrored> known =
                all.stream().filter(mirrored -> mirrored.names().contains(name)).findFirst();
        if (known.isEmpty() && !name.isEmpty() && !own.contains(name)) {
            throw new RegistryException(ErrorCode.NAME_UNKNOWN, "this registry serves no registry of the name in ns");
        }
        return known;
    }

    private Optional<Mirrored> ofHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return all.stream().filter(mirrored -> mirrored.hosts().contains(name)).findFirst();
    }
}
