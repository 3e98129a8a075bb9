package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large pushes stood in the way of small requests for seconds: all that computes is busy, and those go through all the same. */
class SmallRequestsBesidePushesTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int PUSHES = 4 * PROCESSORS;
    private static final int LARGE = 2 << 20;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void areAnsweredWhileAllProcessorsAreTakenAndPushesWait() throws Exception {
        try (Registry registry = Registry.start(Loopback.over(folder, Map.of()));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch taken = new CountDownLatch(PROCESSORS);
            CountDownLatch free = new CountDownLatch(1);
            List<Future<Object>> computing = IntStream.range(0, PROCESSORS)
                    .mapToObj(_ -> threads.submit(() -> registry.computing().compute(() -> await(taken, free))))
                    .toList();
            List<Future<Integer>> pushes;
            try {
                taken.await();
                pushes = IntStream.range(0, PUSHES)
                        .mapToObj(i -> threads.submit((Callable<Integer>) () -> push(registry, large(i))))
                        .toList();
                for (byte i = 0; i < 20; i++) {
                    byte[] small = {i};
                    assertThat(push(registry, small)).isEqualTo(201);
                    assertThat(get(registry, "/v2/beside/blobs/" + digest(small))
                                    .body())
                            .isEqualTo(small);
                }
                assertThat(pushes).noneMatch(Future::isDone);
            } finally {
                free.countDown();
            }
            for (Future<Object> computed : computing) {
                computed.get();
            }
            for (Future<Integer> push : pushes) {
                assertThat(push.get()).isEqualTo(201);
            }
        }
    }

    private static Object await(CountDownLatch taken, CountDownLatch free) {
        taken.countDown();
        try {
            free.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return taken;
    }

    private static byte[] large(int which) {
        byte[] content = new byte[LARGE];
        content[0] = (byte) which;
        return content;
    }

    private static Digest digest(byte... content) {
        return Digest.of(DigestAlgorithm.CANONICAL, content);
    }

    private int push(Registry registry, byte... content) throws Exception {
        HttpRequest request = request(registry, "/v2/beside/blobs/uploads/?digest=" + digest(content))
                .POST(BodyPublishers.ofByteArray(content))
                .header("Content-Type", "application/octet-stream")
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<byte[]> get(Registry registry, String path) throws Exception {
        return client.send(request(registry, path).build(), BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder request(Registry registry, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + registry.port() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(30));
    }
}
