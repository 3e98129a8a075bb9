package dev.moorage.application.service.health;

import dev.moorage.application.port.in.health.ReportHealth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The health of the registry: the results of its checks, and whether it stops. */
public final class HealthReport implements ReportHealth {
    private static final String STOPPING = "stopping";

    private final List<ObservedCheck> checks;
    private volatile boolean stopping;
    private volatile boolean failing;

    public HealthReport(List<ObservedCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    @Override
    public Map<String, String> liveness() {
        // A server that stops closes its port first, and must not be restarted for that.
        // A start that is slow, or a first check that is, must not be a reason either.
        return stopping ? Map.of() : problems(check -> check.terms().isOfProcess(), false);
    }

    @Override
    public Map<String, String> readiness() {
        Map<String, String> problems = problems(_ -> true, true);
        failing = !problems.isEmpty();
        if (stopping) {
            problems.put(STOPPING, "the registry is stopping");
        }
        return problems;
    }

    /** All runs begin before the first one is waited for, so that checks that hang take one deadline together. */
    private Map<String, String> problems(Predicate<ObservedCheck> which, boolean fromTheStart) {
        List<ObservedCheck> asked = checks.stream().filter(which).toList();
        asked.forEach(ObservedCheck::begin);
        Map<String, String> problems = new LinkedHashMap<>();
        for (ObservedCheck check : asked) {
            Optional<String> problem = check.problem(fromTheStart);
            if (problem.isPresent()) {
                problems.put(check.terms().name(), problem.get());
            }
        }
        return problems;
    }

    /** Whether a check failed when the readiness was last asked for. A server that stops does not fail for that. */
    public boolean isFailing() {
        return failing;
    }

    @Override
    public boolean isStopping() {
        return stopping;
    }

    /** Lets the registry be no longer ready. Called before anything else when the process is to end. */
    public void stop() {
        stopping = true;
    }
}
