package dev.moorage.domain.quota;

import dev.moorage.domain.name.RepositoryName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The quotas of a registry. A repository counts for one of them: that with the longest namespace. */
public final class Quotas {
    private final Map<String, Quota> byNamespace = new LinkedHashMap<>();

    /**
     * Makes the quotas.
     *
     * @throws IllegalArgumentException if two have the same namespace
     */
    public Quotas(List<Quota> quotas) {
        for (Quota quota : quotas) {
            if (byNamespace.put(quota.namespace().value(), quota) != null) {
                throw new IllegalArgumentException(quota.namespace() + " has two quotas");
            }
        }
    }

    /** Returns all quotas, in the order of the configuration. */
    public List<Quota> all() {
        return List.copyOf(byNamespace.values());
    }

    /** Returns the quota for which a repository counts. */
    public Optional<Quota> of(RepositoryName repository) {
        String name = repository.value();
        while (true) {
            Quota quota = byNamespace.get(name);
            int slash = name.lastIndexOf('/');
            if (quota != null || slash < 0) {
                return Optional.ofNullable(quota);
            }
            name = name.substring(0, slash);
        }
    }
}
