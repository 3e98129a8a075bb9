package dev.moorage.bootstrap.wiring;

import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Resource;
import dev.moorage.domain.quota.Usage;
import dev.moorage.metrics.RegistryMetrics;
import dev.moorage.metrics.RegistryMetrics.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metrics of quotas. Their labels come from the configuration alone. */
final class QuotaMetrics {
    private static final List<String> LABELS = List.of("namespace", "quota");

    private QuotaMetrics() {}

    static void add(RegistryMetrics metrics, ServerQuotas quotas) {
        metrics.gauges("moorage_quota_limit", "The limits of namespaces", LABELS, () -> limits(quotas));
        metrics.gauges("moorage_quota_used", "What namespaces with limits have", LABELS, () -> used(quotas));
    }

    private static List<Labelled> limits(ServerQuotas quotas) {
        List<Labelled> limits = new ArrayList<>();
        for (Quota quota : quotas.quotas().all()) {
            quota.limits().forEach((resource, limit) -> limits.add(labelled(quota, resource, limit)));
        }
        return limits;
    }

    private static List<Labelled> used(ServerQuotas quotas) {
        List<Labelled> all = new ArrayList<>();
        for (Quota quota : quotas.quotas().all()) {
            Optional<Usage> used = quotas.ledger().used(quota);
            if (used.isPresent()) {
                Map.of(
                                Resource.BYTES, used.get().bytes(),
                                Resource.REPOSITORIES, used.get().repositories(),
                                Resource.TAGS, used.get().tags())
                        .forEach((resource, number) -> all.add(labelled(quota, resource, number)));
            }
        }
        return all;
    }

    private static Labelled labelled(Quota quota, Resource resource, long number) {
        return new Labelled(List.of(quota.namespace().value(), resource.word()), number);
    }
}
