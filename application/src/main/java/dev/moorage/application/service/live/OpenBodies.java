package dev.moorage.application.service.live;

import dev.moorage.application.port.in.live.CountBodies.Counts;
import dev.moorage.application.port.in.live.CountBodies.Method;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.application.port.out.event.BodyProgress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The bodies that are being received, and the bytes of those that have ended. The lock of {@link LiveTransfers} guards it. */
final class OpenBodies {
    /** The time without a byte after which a body counts as stalled, in the list of uploads and in the metrics. */
    private static final Duration STALLED = Duration.ofSeconds(5);

    private final Map<BodyProgress, Method> open = new HashMap<>();
    private final Map<Method, Long> ended = new EnumMap<>(Method.class);

    void begun(BodyProgress body, Method method) {
        open.put(body, method);
    }

    void ended(BodyProgress body) {
        Method method = open.remove(body);
        if (method != null) {
            ended.merge(method, body.received(), Long::sum);
        }
    }

    Counts count() {
        Map<UploadState, Integer> states = new EnumMap<>(UploadState.class);
        Map<Method, Long> received = new EnumMap<>(ended);
        open.forEach((body, method) -> {
            states.merge(state(body), 1, Integer::sum);
            received.merge(method, body.received(), Long::sum);
        });
        return new Counts(states, received);
    }

    /** Returns what an open body does now. */
    static UploadState state(BodyProgress body) {
        if (body.isComplete()) {
            return UploadState.COMMITTING;
        }
        return body.idle().compareTo(STALLED) >= 0 ? UploadState.STALLED : UploadState.RECEIVING;
    }
}
