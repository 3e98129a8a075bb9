package dev.moorage.benchmarks.request;

import dev.moorage.benchmarks.guard.CostKind;
import java.util.Locale;
import java.util.Optional;

/** The requests that an operation makes to an object store. */
final class RequestCostKind implements CostKind<RequestCost> {
    @Override
    public Class<RequestCost> type() {
        return RequestCost.class;
    }

    @Override
    public Optional<String> excess(RequestCost recorded, RequestCost measured) {
        return recorded.allows(measured)
                ? Optional.empty()
                : Optional.of("takes " + measured + ", and not " + recorded);
    }

    @Override
    public String line(String operation, RequestCost measured, Optional<RequestCost> recorded) {
        return String.format(
                Locale.ROOT,
                "%-58s %3d requests %3d round trips, recorded %s",
                operation,
                measured.requests(),
                measured.roundTrips(),
                recorded.map(before -> before.requests() + " and " + before.roundTrips())
                        .orElse("nothing"));
    }
}
