package dev.moorage.domain.retention;

import dev.moorage.domain.retention.Decision.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;

/** The conditions of one rule, asked for the tags or manifests that the rule selects. */
final class RuleCheck<T> {
    private final String rule;
    private final Conditions conditions;
    private final Moment moment;
    private final Map<T, Use> selected;
    private final Map<T, Integer> pushed;
    private final Map<T, Integer> pulled;

    /**
     * @param rule the name of the rule for operators
     * @param selected what the rule selects
     * @param counts whether something of it has a place among those that were pushed or pulled last
     */
    RuleCheck(String rule, Conditions conditions, Moment moment, Map<T, Use> selected, Predicate<T> counts) {
        this.rule = rule;
        this.conditions = conditions;
        this.moment = moment;
        this.selected = selected;
        this.pushed = ranks(conditions.mostRecentlyPushed(), Use::pushed, counts);
        this.pulled = ranks(conditions.mostRecentlyPulled(), Use::last, counts);
    }

    /** Returns the places of what is selected, from 1, the latest first. Equal times are in the order of names. */
    private Map<T, Integer> ranks(OptionalInt count, Function<Use, Instant> time, Predicate<T> counts) {
        Map<T, Integer> ranks = new HashMap<>();
        if (count.isPresent()) {
            Comparator<Map.Entry<T, Use>> latest =
                    Comparator.comparing(entry -> time.apply(entry.getValue()), Comparator.reverseOrder());
            List<Map.Entry<T, Use>> sorted = selected.entrySet().stream()
                    .filter(entry -> counts.test(entry.getKey()))
                    .sorted(latest.thenComparing(entry -> entry.getKey().toString()))
                    .toList();
            sorted.forEach(entry -> ranks.put(entry.getKey(), ranks.size() + 1));
        }
        return ranks;
    }

    /** Returns why the rule keeps something. Empty if the rule is not about it, or if no condition holds. */
    Optional<Decision> keeps(T one) {
        Use use = selected.get(one);
        if (use == null) {
            return Optional.empty();
        }
        if (conditions.areNone()) {
            return kept(Reason.ALWAYS, "always");
        }
        return pushedWithin(use)
                .or(() -> place(pushed, one, conditions.mostRecentlyPushed(), Reason.RECENTLY_PUSHED, "pushed"))
                .or(() -> pulledWithin(use))
                .or(() -> recentlyPulled(one));
    }

    private Optional<Decision> pushedWithin(Use use) {
        return conditions
                .pushedWithin()
                .filter(window -> moment.isWithin(window, use.pushed()))
                .flatMap(window -> kept(
                        Reason.PUSHED_WITHIN,
                        "pushed " + Ages.ago(use.pushed(), moment.now()) + " (" + Ages.of(window) + " allowed)"));
    }

    private Optional<Decision> pulledWithin(Use use) {
        return conditions.pulledWithin().flatMap(window -> {
            if (moment.isUsedWithin(window, use)) {
                String last = use.last().equals(use.pushed())
                        ? "pushed " + Ages.ago(use.pushed(), moment.now())
                        : "pulled on " + use.pulled().orElseThrow();
                return kept(Reason.PULLED_WITHIN, last + " (" + Ages.of(window) + " allowed)");
            }
            return moment.knowsPulls(window)
                    ? Optional.empty()
                    : kept(Reason.PULLS_UNKNOWN, unknown() + " (" + Ages.of(window) + " and a day needed)");
        });
    }

    private Optional<Decision> recentlyPulled(T one) {
        if (conditions.mostRecentlyPulled().isPresent() && !moment.knowsPulls(Moment.FOR_AN_ORDER)) {
            return kept(Reason.PULLS_UNKNOWN, unknown() + " (" + Ages.of(Moment.FOR_AN_ORDER) + " and a day needed)");
        }
        return place(pulled, one, conditions.mostRecentlyPulled(), Reason.RECENTLY_PULLED, "pulled");
    }

    private String unknown() {
        return moment.pullsSince().map(day -> "pulls are known since " + day).orElse("pulls are not known");
    }

    private Optional<Decision> place(Map<T, Integer> ranks, T one, OptionalInt count, Reason reason, String what) {
        int rank = ranks.getOrDefault(one, Integer.MAX_VALUE);
        return rank <= count.orElse(0)
                ? kept(reason, "number " + rank + " of those " + what + " last (" + count.orElse(0) + " allowed)")
                : Optional.empty();
    }

    private Optional<Decision> kept(Reason reason, String why) {
        return Optional.of(new Decision(reason, "kept by " + rule + ": " + why));
    }
}
