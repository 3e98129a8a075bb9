package dev.moorage.domain.quota;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What namespaces had when a process listed them. What servers had reported before the listing began is contained in it, so that
 * {@link #usage} counts only what they report beyond that. No clock decides.
 *
 * @param begun when the listing began, by the store's clock. Shown to people
 * @param usage by namespace
 * @param contained what each server had reported before, by server and namespace
 */
public record Measurement(Instant begun, Map<String, Usage> usage, Map<String, Map<String, Added>> contained) {
    public Measurement {
        Objects.requireNonNull(begun);
        usage = Map.copyOf(usage);
        contained = Map.copyOf(contained);
    }

    /**
     * Returns what a namespace has now.
     *
     * @param reported what each server reports, by server and namespace
     * @return empty if the namespace was not measured
     */
    public Optional<Usage> usage(String namespace, Map<String, Map<String, Added>> reported) {
        Usage sum = usage.get(namespace);
        if (sum == null) {
            return Optional.empty();
        }
        for (Map.Entry<String, Map<String, Added>> server : reported.entrySet()) {
            Added before = contained.getOrDefault(server.getKey(), Map.of()).getOrDefault(namespace, Added.NONE);
            sum = sum.plus(server.getValue().getOrDefault(namespace, Added.NONE).since(before));
        }
        return Optional.of(sum);
    }
}
