package dev.moorage.application.service.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.port.in.failure.QuotaExceededException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.quota.Quota;
import dev.moorage.domain.quota.Quotas;
import dev.moorage.domain.quota.Resource;
import dev.moorage.domain.quota.Usage;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many clients push to the limit of one namespace, through three servers that never report by time. */
class QuotasOfReplicasTest {
    private static final int PUSHERS = 64;
    private static final int PUSHES = 12;
    private static final int SERVERS = 3;
    private static final int LAYER = 1000;
    private static final long LIMIT = 200 * LAYER;

    private final InMemoryStore store = new InMemoryStore();
    private final Quotas quotas =
            new Quotas(List.of(new Quota(RepositoryName.parse("team"), Map.of(Resource.BYTES, LIMIT))));
    private final List<QuotaReplica> servers = new ArrayList<>();

    private Usage measured() throws IOException {
        for (QuotaReplica server : servers) {
            server.ledger.refresh();
        }
        servers.getFirst().services.useCases().measure().measure();
        for (QuotaReplica server : servers) {
            server.ledger.refresh();
        }
        return servers.getFirst()
                .services
                .useCases()
                .report()
                .usage()
                .getFirst()
                .used()
                .orElseThrow();
    }

    private long push(int pusher) throws IOException {
        Random random = new Random(pusher);
        RepositoryName repository = RepositoryName.parse("team/app" + pusher);
        long acknowledged = 0;
        for (int i = 0; i < PUSHES; i++) {
            byte[] layer = new byte[LAYER];
            random.nextBytes(layer);
            // Layer and manifest may go to two servers, as behind a load balancer.
            QuotaReplica one = servers.get(random.nextInt(SERVERS));
            QuotaReplica other = servers.get(random.nextInt(SERVERS));
            byte[] image = QuotaReplica.image(layer);
            try {
                one.push(repository, layer);
                other.put(repository, "v" + i, image);
                acknowledged += LAYER + image.length;
            } catch (QuotaExceededException _) {
                // The namespace is full.
            }
        }
        return acknowledged;
    }

    @Test
    void whatIsAcknowledgedFitsAndAMeasurementIsTheTruth() throws Exception {
        for (int i = 0; i < SERVERS; i++) {
            servers.add(new QuotaReplica(new InMemoryStorageDriver(store), quotas, InstantSource.system()));
        }
        assertThat(measured()).isEqualTo(Usage.NONE);
        long acknowledged = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> pushers = new ArrayList<>();
            for (int i = 0; i < PUSHERS; i++) {
                int pusher = i;
                pushers.add(threads.submit(() -> push(pusher)));
            }
            for (Future<Long> pusher : pushers) {
                acknowledged += pusher.get();
            }
        }
        long image = QuotaReplica.image(new byte[LAYER]).length;
        assertThat(acknowledged)
                .as("images whose push was acknowledged")
                .isLessThanOrEqualTo(LIMIT + PUSHERS * image)
                .isGreaterThan(LIMIT / 4);
        Usage truth = measured();
        assertThat(truth.bytes())
                .as("with layers of pushes whose manifest was refused")
                .isLessThanOrEqualTo(LIMIT + PUSHERS * (LAYER + image));
        for (QuotaReplica server : servers) {
            assertThat(server.ledger.used(quotas.all().getFirst()))
                    .as("no server counts anything else than what was listed")
                    .contains(truth);
        }
        assertThat(measured()).isEqualTo(truth);
    }
}
