package dev.moorage.storage.azure.request;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * Counts the attempts of a request in a counter of its context. Only a retried request can fail its condition because of its
 * own earlier attempt.
 */
public final class Attempts implements HttpPipelinePolicy {
    private static final String KEY = "moorage-attempts";

    static Context countedBy(AtomicInteger counter) {
        return new Context(KEY, counter);
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return next.process();
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        context.getData(KEY)
                .filter(AtomicInteger.class::isInstance)
                .map(AtomicInteger.class::cast)
                .ifPresent(AtomicInteger::incrementAndGet);
        return next.processSync();
    }
}
