package dev.moorage.application.service.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.failure.EventNotKeptException;
import dev.moorage.application.port.out.event.ChangeEvent.BlobCommitted;
import dev.moorage.application.port.out.event.ChangeEvent.BlobMounted;
import dev.moorage.application.port.out.event.ChangeEvent.ManifestDeleted;
import dev.moorage.application.port.out.event.ChangeEvent.ManifestPushed;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.notification.Notification;
import dev.moorage.application.port.out.notification.NotificationReceiver;
import dev.moorage.application.service.notification.endpoint.Attempts;
import dev.moorage.application.service.notification.endpoint.EndpointCounters;
import dev.moorage.application.service.notification.endpoint.EndpointSettings;
import dev.moorage.application.service.notification.endpoint.EventAction;
import dev.moorage.application.service.notification.endpoint.EventFilter;
import dev.moorage.application.service.notification.outbox.EventInbox;
import dev.moorage.application.service.notification.outbox.EventKeys;
import dev.moorage.application.service.notification.outbox.OutboxDelivery;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.blob.Descriptor;
import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.manifest.ContentReference;
import dev.moorage.domain.manifest.Manifest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.domain.outbox.DeliveryAnswer;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NotificationListenerTest {
    private static final Caller CALLER = UnrestrictedCaller.ANONYMOUS;
    private static final RepositoryName APP = new RepositoryName("team/app");
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.CANONICAL, new byte[0]);
    private static final MediaType TYPE =
            MediaType.tryParse("application/vnd.oci.image.manifest.v1+json").orElseThrow();

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final InMemoryStorageDriver storage = new InMemoryStorageDriver(new InMemoryStore());
    private final InstantSource clock = InstantSource.system();
    private final EventKeys keys = new EventKeys(clock, new Random(1));
    private final EndpointCounters counters = new EndpointCounters("bell");
    private final AtomicBoolean breaks = new AtomicBoolean();
    private boolean fails;
    private NotificationListener listener = listener(new EventFilter(Set.of(), Set.of(), List.of()), true);

    private NotificationReceiver receiver() {
        return notification -> {
            if (breaks.getAndSet(false)) {
                throw new IllegalStateException("a fault of the receiver");
            }
            received.add(JsonMapper.shared().readTree(notification.json()));
            return new NotificationReceiver.Receipt(DeliveryAnswer.ACCEPTED, "200 OK");
        };
    }

    private EndpointSettings settings(boolean durable) {
        return new EndpointSettings("bell", 1, Duration.ofSeconds(1), 1, Duration.ofDays(1), durable);
    }

    private NotificationListener listener(EventFilter filter, boolean durable) {
        EventInbox inbox = new EventInbox(new HookedStorageDriver(storage, (_, _) -> {
            if (fails) {
                throw new IOException("the store is away");
            }
        }));
        return new NotificationListener(
                List.of(new NotifiedEndpoint(settings(durable), filter, receiver(), counters)),
                new EventSource("host:5000", "one", Optional.of("https://registry.example.org"), false, true),
                inbox,
                keys,
                clock,
                () -> {});
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void aFaultOfTheReceiverLosesNoEvent() throws Exception {
        breaks.set(true);
        listener.close();
        listener = listener(new EventFilter(Set.of(), Set.of(), List.of()), false);
        listener.take(push(APP));
        assertThat(next().path("action").asString()).isEqualTo("push");

        breaks.set(true);
        listener.close();
        listener = listener(new EventFilter(Set.of(), Set.of(), List.of()), true);
        listener.take(push(APP));
        deliver();
        deliver();
        assertThat(next().path("action").asString()).isEqualTo("push");
    }

    private static ManifestPushed push(RepositoryName repository, Tag... tags) {
        ContentReference layer =
                new ContentReference(ContentReference.Kind.BLOB, DIGEST, OptionalLong.of(3), false, Optional.empty());
        return new ManifestPushed(
                CALLER,
                repository,
                new Descriptor(TYPE, DIGEST, 17),
                new Manifest(TYPE, Optional.empty(), List.of(layer)),
                List.of(tags));
    }

    private void deliver() throws IOException {
        OutboxDelivery.Destination bell = new OutboxDelivery.Destination(settings(true), receiver(), counters);
        var _ = new OutboxDelivery(storage, List.of(bell), keys.writer(), clock).deliver(() -> true);
    }

    private JsonNode next() throws InterruptedException {
        JsonNode event = received.poll(60, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    @Test
    void aPushIsStoredAndSentOnceForEachTag() throws Exception {
        listener.take(push(APP, Tag.parse("v1"), Tag.parse("latest")));
        assertThat(received).isEmpty();
        deliver();
        JsonNode first = next();
        assertThat(first.path("target").path("tag").asString()).isEqualTo("v1");
        assertThat(first.path("target").path("url").asString())
                .isEqualTo("https://registry.example.org/v2/team/app/manifests/" + DIGEST);
        assertThat(first.path("request").path("host").asString()).isEqualTo("registry.example.org");
        assertThat(first.path("target").path("references").get(0).path("size").asInt())
                .isEqualTo(3);
        assertThat(next().path("target").path("tag").asString()).isEqualTo("latest");
        assertThat(received).isEmpty();
    }

    @Test
    void aManifestIsDeletedWithItsTags() throws Exception {
        listener.take(new ManifestDeleted(CALLER, APP, DIGEST, List.of(Tag.parse("v1"))));
        deliver();
        assertThat(next().path("target").propertyNames()).containsExactly("digest", "repository");
        assertThat(next().path("target").propertyNames()).containsExactly("repository", "tag");
    }

    @Test
    void anEventThatCannotBeStoredFailsItsRequest() {
        fails = true;
        assertThatExceptionOfType(EventNotKeptException.class).isThrownBy(() -> listener.take(push(APP)));
    }

    @Test
    void blobsAndEndpointsWithoutStorageWaitInMemory() throws Exception {
        fails = true;
        listener.take(new BlobCommitted(
                CALLER, APP, new UploadId(new UUID(1, 2)), DIGEST, OptionalLong.of(1), Duration.ZERO, false));
        assertThat(next().path("action").asString()).isEqualTo("push");
        listener.take(new BlobMounted(CALLER, APP, Optional.of(new RepositoryName("other")), DIGEST, 1));
        JsonNode mount = next();
        assertThat(mount.path("action").asString()).isEqualTo("mount");
        assertThat(mount.path("target").path("fromRepository").asString()).isEqualTo("other");
        listener.close();
        listener = listener(new EventFilter(Set.of(), Set.of(), List.of()), false);
        listener.take(push(APP));
        assertThat(next().path("target").path("digest").asString()).isEqualTo(DIGEST.toString());
    }

    @Test
    void whatAnEndpointDoesNotWantIsNeitherMadeNorStored() throws Exception {
        listener.close();
        listener = listener(
                new EventFilter(
                        Set.of("application/octet-stream"),
                        Set.of(EventAction.PULL, EventAction.DELETE),
                        List.of(RepositoryPattern.parse("team/**"))),
                true);
        assertThat(listener.wants(EventKind.PULLED)).isFalse();
        assertThat(listener.wants(EventKind.TAG_DELETED)).isFalse();
        assertThat(listener.wants(EventKind.DENIED)).isFalse();
        assertThat(listener.wants(EventKind.MANIFEST_PUSHED)).isTrue();
        fails = true;
        listener.take(push(new RepositoryName("other/app")));
        listener.take(new BlobMounted(CALLER, APP, Optional.empty(), DIGEST, 1));
        assertThat(counters.eventsByType()).containsEntry("Events", 0L);
    }

    @Test
    void aFullQueueDropsAndCounts() {
        listener.close();
        CountDownLatch end = new CountDownLatch(1);
        NotificationReceiver stuck = _ -> {
            try {
                end.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return new NotificationReceiver.Receipt(DeliveryAnswer.FAILED, "interrupted");
        };
        MemoryQueue queue = new MemoryQueue(
                settings(false), new Attempts(settings(false), stuck, counters, clock), counters, clock);
        for (int i = 0; i < 10_002; i++) {
            queue.offer(new Notification(keys.next(), new byte[0]));
        }
        assertThat(counters.deliveriesByType().get("lost")).isBetween(1L, 2L);
        queue.close();
    }
}
