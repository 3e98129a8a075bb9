package dev.moorage.metrics;

import dev.moorage.storage.spi.StorageCall;
import dev.moorage.storage.spi.StorageInterceptor;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.StorageFullException;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagingFencedException;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times the calls to storage. Where Distribution has an action like a call, it has that action's name. The time of an append includes
 * the wait for the client's bytes. The bytes of a pull are sent after the call that opens them, and are not timed here.
 */
final class StorageMetrics implements StorageInterceptor {
    private static final double[] SECONDS = {.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60};

    private final Histogram actions;
    private final String driver;
    private final Map<StorageCall, Map<Outcome, DistributionDataPoint>> points = new EnumMap<>(StorageCall.class);

    /** How a call has ended. */
    private enum Outcome {
        OK,
        ABSENT,
        CONDITION,
        FENCED,
        FULL,
        ERROR
    }

    /** @param driver the driver's name in the configuration */
    StorageMetrics(PrometheusRegistry registry, String driver) {
        this.driver = driver;
        this.actions = Histogram.builder()
                .name("registry_storage_action_seconds")
                .help("Time of calls to storage")
                .labelNames("driver", "action", "outcome")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry);
        for (StorageCall call : StorageCall.values()) {
            points.put(call, new ConcurrentHashMap<>());
        }
    }

    @Override
    public <T> T around(StorageCall call, ObjectKey key, Proceed<T> proceed) throws IOException {
        long begun = System.nanoTime();
        Outcome outcome = Outcome.ERROR;
        try {
            T result = proceed.call();
            outcome = isAbsent(call, result) ? Outcome.ABSENT : Outcome.OK;
            return result;
        } catch (IOException e) {
            outcome = outcome(e);
            throw e;
        } finally {
            point(call, outcome).observe((System.nanoTime() - begun) / 1e9);
        }
    }

    /** A store that signs no URLs and one that cannot read staged bytes return an empty result too. */
    private static boolean isAbsent(StorageCall call, Object result) {
        return result instanceof Optional<?> found
                && found.isEmpty()
                && (call == StorageCall.STAT || call == StorageCall.OPEN || call == StorageCall.STAGE);
    }

    private static Outcome outcome(IOException failure) {
        return switch (failure) {
            case ConditionFailedException _ -> Outcome.CONDITION;
            case StagingFencedException _ -> Outcome.FENCED;
            case StagedBytesLostException _ -> Outcome.ABSENT;
            case StorageFullException _ -> Outcome.FULL;
            default -> Outcome.ERROR;
        };
    }

    private DistributionDataPoint point(StorageCall call, Outcome outcome) {
        return Objects.requireNonNull(points.get(call))
                .computeIfAbsent(outcome, word -> actions.labelValues(driver, action(call), Labels.word(word)));
    }

    private static String action(StorageCall call) {
        return switch (call) {
            case STAT -> "Stat";
            case OPEN -> "GetContent";
            case PUT -> "PutContent";
            case DELETE, DELETE_WHILE -> "Delete";
            case LIST -> "List";
            case PRESIGN -> "RedirectURL";
            case PUBLISH -> "Move";
            case SYNC -> "Persist";
            case STAGE -> "Open";
            case APPEND -> "Append";
            case TRUNCATE -> "Truncate";
            case READ -> "ReadStaged";
            case SEAL -> "Seal";
            case DISCARD -> "Discard";
        };
    }
}
