package dev.moorage.http;

import dev.moorage.application.memory.MemoryShortException;
import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.application.port.in.failure.ClassifyFailure;
import dev.moorage.application.port.in.failure.EventNotKeptException;
import dev.moorage.application.port.in.failure.QuotaExceededException;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.manifest.ConditionNotMetException;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.http.exchange.ErrorStatus;
import dev.moorage.http.exchange.Exchange;
import dev.moorage.http.exchange.HttpError;
import dev.moorage.http.exchange.RequestEndedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps exceptions to error responses. This is the only place that does so. The messages are stable: they hold no paths,
 * class names or bucket names.
 */
final class ErrorResponses {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);

    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final Duration RETRY_UPSTREAM = Duration.ofSeconds(10);

    private final ClassifyFailure failures;

    ErrorResponses(ClassifyFailure failures) {
        this.failures = failures;
    }

    void answer(Exchange exchange, Throwable failure) throws IOException {
        switch (failure) {
            case RegistryException refused -> exchange.error(ErrorStatus.of(refused.code()), refused.errors());
            case WriteOnceException refused -> exchange.error(CONFLICT, List.of(refused.error()));
            case QuotaExceededException refused -> exchange.error(FORBIDDEN, List.of(refused.error()));
            case HttpError refusal -> exchange.error(refusal.status(), List.of(refusal.error()));
            case ConditionNotMetException _ ->
                exchange.error(412, ErrorCode.DENIED, "the content is not what If-Match or If-None-Match asks for");
            case RequestEndedException ended -> exchange.ended(ended.reason());
            case MemoryShortException _ ->
                exchange.header("Retry-After", "5").error(503, ErrorCode.UNAVAILABLE, "no memory is free for this now");
            case RemovalPendingException _ ->
                exchange.header("Retry-After", "5")
                        .error(503, ErrorCode.UNAVAILABLE, "a garbage collector is removing what this request needs");
            case EventNotKeptException _ -> {
                LOG.atError().setCause(failure).log("A change was not acknowledged, since its event could not be kept");
                exchange.header("Retry-After", "5")
                        .error(503, ErrorCode.UNAVAILABLE, "the change could not be reported");
            }
            case UpstreamFailedException upstream -> answer(exchange, upstream);
            case IOException storage -> answer(exchange, storage);
            default -> {
                LOG.atError().setCause(failure).log("A request failed");
                exchange.error(500, ErrorCode.UNKNOWN);
            }
        }
    }

    /**
     * Responds to a failure of the upstream of a repository. Its own 401, 403 and 429 are never passed on: clients would log in
     * here, or repeat the request at once.
     */
    private static void answer(Exchange exchange, UpstreamFailedException upstream) throws IOException {
        int status = switch (upstream.reason()) {
            case WRONG -> 502;
            case UNAVAILABLE -> 503;
            case SLOW -> 504;
        };
        long seconds = upstream.retryAfter().orElse(RETRY_UPSTREAM).toSeconds();
        exchange.header("Retry-After", Long.toString(Math.max(1, seconds)))
                .error(status, ErrorCode.UNAVAILABLE, "the upstream of this repository cannot give this now");
    }

    private void answer(Exchange exchange, IOException storage) throws IOException {
        switch (failures.classify(storage)) {
            case FULL -> {
                LOG.atError().setCause(storage).log("Storage is full");
                exchange.error(507, ErrorCode.UNAVAILABLE, "the registry has no room for this now");
            }
            case UNAVAILABLE -> {
                LOG.atError().addKeyValue("reason", storage.getMessage()).log("Storage cannot be used");
                exchange.header("Retry-After", "30").error(503, ErrorCode.UNAVAILABLE);
            }
            case BROKEN -> {
                LOG.atError().setCause(storage).log("Storage failed");
                storageFailed(exchange);
            }
        }
    }

    /**
     * Responds to a failure of storage. {@code Retry-After} is sent only when the request had no body, since clients that
     * sent a body ignore it: they give up, or retry at once.
     */
    private static void storageFailed(Exchange exchange) throws IOException {
        if (exchange.body().length().orElse(1) == 0) {
            exchange.header("Retry-After", "5").error(503, ErrorCode.UNAVAILABLE);
        } else {
            exchange.error(500, ErrorCode.UNKNOWN);
        }
    }
}
