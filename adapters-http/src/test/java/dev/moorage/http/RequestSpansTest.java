package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.trace.RequestHead;
import dev.moorage.application.port.out.trace.RequestSpan;
import dev.moorage.application.port.out.trace.Tracing;
import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.http.auth.Challenges;
import dev.moorage.http.auth.HttpAccess;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.InterceptedStorageDriver;
import dev.moorage.storage.spi.StorageInterceptor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Spans of requests, as the servlet begins and ends them. */
class RequestSpansTest {
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    private final Spans spans = new Spans();

    private record Ended(RequestHead head, String parent, RequestSpan.Result result) {}

    /** Keeps the spans that have ended. */
    private static final class Spans implements Tracing {
        private final List<Ended> ended = new CopyOnWriteArrayList<>();
        private final List<Optional<RequestSpan>> storage = new CopyOnWriteArrayList<>();

        @Override
        public RequestSpan begin(RequestHead head) {
            String parent = head.headers().apply("traceparent").orElse("");
            return new RequestSpan() {
                @Override
                public String traceId() {
                    return "0af7651916cd43dd8448eb211c80319c";
                }

                @Override
                public String spanId() {
                    return "b7ad6b7169203331";
                }

                @Override
                public void end(Result result) {
                    ended.add(new Ended(head, parent, result));
                }
            };
        }

        @Override
        public StorageInterceptor storage() {
            return StorageInterceptor.before((_, _) -> storage.add(
                    RequestSpan.CURRENT.isBound() ? Optional.of(RequestSpan.CURRENT.get()) : Optional.empty()));
        }

        @Override
        public EventListener listener() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Nothing waits.
        }
    }

    private void send(String... requests) throws IOException {
        try (RunningRegistry registry = new RunningRegistry(
                new InterceptedStorageDriver(new InMemoryStorageDriver(new InMemoryStore()), spans.storage()),
                new HttpAccess(new OpenAccess(), new Challenges.Basic("x")),
                spans)) {
            spans.storage.clear();
            for (String request : requests) {
                try (RawClient client = registry.client()) {
                    var _ = client.send(
                            request,
                            "User-Agent: test/1",
                            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01");
                }
            }
        }
    }

    @Test
    void aSpanHasTheRouteAndWhatThePathNames() throws IOException {
        send(
                "GET /v2/a/b/manifests/v1",
                "GET /v2/a/blobs/" + DIGEST + "?ns=secret",
                "POST /v2/a/blobs/uploads/",
                "PATCH /v2/a/blobs/uploads/none",
                "GET /other");
        assertThat(spans.ended)
                .extracting(each -> each.head().method() + " "
                        + each.result().route().orElse("-") + " "
                        + each.result().repository().orElse("-") + " "
                        + each.result().status())
                .containsExactly(
                        "GET /v2/{name}/manifests/{reference} a/b 404",
                        "GET /v2/{name}/blobs/{digest} a 404",
                        "POST /v2/{name}/blobs/uploads/ a 202",
                        "PATCH /v2/{name}/blobs/uploads/{id} a 404",
                        "GET - - 404");
        assertThat(spans.ended.get(3).result().upload()).contains("none");
        RequestHead head = spans.ended.get(1).head();
        assertThat(head.path()).isEqualTo("/v2/a/blobs/" + DIGEST);
        assertThat(head.serverAddress()).isEqualTo("registry");
        assertThat(head.serverPort()).isEqualTo(80);
        assertThat(head.userAgent()).contains("test/1");
        assertThat(head.protocolVersion()).isEqualTo("1.1");
        assertThat(head.clientAddress()).isEqualTo("127.0.0.1");
        assertThat(spans.ended.get(1).parent()).isEqualTo("00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01");
    }

    @Test
    void callsToStorageHaveTheSpanOfTheirRequest() throws IOException {
        send("GET /v2/a/manifests/v1");
        assertThat(spans.storage).isNotEmpty().allMatch(Optional::isPresent);
    }

    @Test
    void probesHaveNoSpan() throws IOException {
        send("GET /livez", "GET /readyz?verbose", "GET /v2/");
        assertThat(spans.ended).extracting(each -> each.result().route()).containsExactly(Optional.of("/v2/"));
    }
}
