package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.access.RequestOrigin;
import dev.moorage.application.port.in.failure.EventNotKeptException;
import dev.moorage.application.port.out.event.ChangeEvent;
import dev.moorage.application.port.out.event.EventKind;
import dev.moorage.application.port.out.event.EventListener;
import dev.moorage.application.port.out.event.RegistryEvent;
import dev.moorage.application.port.out.event.RequestEvent;
import dev.moorage.application.port.out.event.RequestEvent.Content;
import dev.moorage.application.port.out.event.UploadEvent;
import dev.moorage.application.port.out.event.UploadEvent.BodyEnd;
import dev.moorage.application.service.access.OpenAccess;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Tag;
import dev.moorage.http.auth.CertificateUsers;
import dev.moorage.http.auth.Challenges;
import dev.moorage.http.auth.HttpAccess;
import dev.moorage.storage.memory.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of requests, as a listener gets them. */
class EventsTest {
    private static final byte[] BLOB = "a layer".getBytes(StandardCharsets.US_ASCII);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);
    private static final String TYPE = "application/vnd.oci.image.index.v1+json";
    private static final byte[] INDEX = ("{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "\",\"manifests\":[]}")
            .getBytes(StandardCharsets.US_ASCII);
    private static final Digest INDEX_DIGEST = Digest.of(DigestAlgorithm.SHA256, INDEX);

    private final Recorder recorder = new Recorder();
    private RunningRegistry registry;
    private RawClient client;

    /** Keeps what it gets, and refuses changes where a test asks for that. */
    private static final class Recorder implements EventListener {
        private final LinkedBlockingQueue<RegistryEvent> taken = new LinkedBlockingQueue<>();
        private volatile boolean refuses;

        @Override
        public boolean wants(EventKind kind) {
            return true;
        }

        @Override
        public void take(RegistryEvent event) throws EventNotKeptException {
            if (refuses && event instanceof ChangeEvent) {
                throw new EventNotKeptException(new IOException("no room"));
            }
            taken.add(event);
        }

        /** Waits for the next event of a type. Those before it are dropped. */
        private <E extends RegistryEvent> E next(Class<E> type) throws InterruptedException {
            return next(type, _ -> true);
        }

        private <E extends RegistryEvent> E next(Class<E> type, Predicate<E> wanted) throws InterruptedException {
            while (true) {
                RegistryEvent event = taken.poll(20, TimeUnit.SECONDS);
                assertThat(event).as("no %s came", type).isNotNull();
                if (type.isInstance(event) && wanted.test(type.cast(event))) {
                    return type.cast(event);
                }
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        HttpAccess access = new HttpAccess(
                new OpenAccess(),
                new Challenges.Basic("x"),
                Optional.empty(),
                CertificateUsers.NONE,
                new RegistryEvents(List.of(recorder)));
        registry = new RunningRegistry(new InMemoryStore(), HttpSettings.defaults(), access);
        client = registry.client();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        registry.close();
    }

    private String upload(String answered) {
        return answered.replaceFirst("^https?://[^/]*", "");
    }

    @Test
    void anUploadIsReportedFromItsStartToItsCommit() throws Exception {
        String location = client.send("POST /v2/a/blobs/uploads/", "User-Agent: docker/29")
                .header("Location")
                .orElseThrow();
        UploadEvent.Started started = recorder.next(UploadEvent.Started.class);
        assertThat(started.caller().subject()).isEqualTo(Subject.ANONYMOUS);
        assertThat(started.caller().origin())
                .usingRecursiveComparison()
                .ignoringFields("id")
                .isEqualTo(new RequestOrigin("", "127.0.0.1", "registry", "POST", Optional.of("docker/29")));
        assertThat(started.caller().origin().id()).isNotEmpty();
        String next = client.send("PATCH " + upload(location), BLOB)
                .header("Location")
                .orElseThrow();
        UploadEvent.BodyBegun begun = recorder.next(UploadEvent.BodyBegun.class);
        assertThat(begun.upload()).isEqualTo(started.upload());
        assertThat(begun.expected()).hasValue(BLOB.length);
        UploadEvent.BodyEnded ended = recorder.next(UploadEvent.BodyEnded.class);
        assertThat(ended.end()).isEqualTo(BodyEnd.COMPLETE);
        assertThat(ended.progress()).isSameAs(begun.progress());
        assertThat(ended.progress().received()).isEqualTo(BLOB.length);
        assertThat(ended.progress().isComplete()).isTrue();
        assertThat(client.send("PUT " + upload(next) + "&digest=" + DIGEST).status())
                .isEqualTo(201);
        ChangeEvent.BlobCommitted committed = recorder.next(ChangeEvent.BlobCommitted.class);
        assertThat(committed.upload()).isEqualTo(started.upload());
        assertThat(committed.digest()).isEqualTo(DIGEST);
        assertThat(committed.size()).hasValue(BLOB.length);
        assertThat(committed.isRepeated()).isFalse();
        assertThat(client.send("PUT " + upload(next) + "&digest=" + DIGEST).status())
                .isEqualTo(201);
        assertThat(recorder.next(ChangeEvent.BlobCommitted.class).isRepeated()).isTrue();
    }

    @Test
    void aBodyThatBreaksOffAndTheUploadThatGoesOnAreReported() throws Exception {
        String location =
                client.send("POST /v2/a/blobs/uploads/").header("Location").orElseThrow();
        try (RawClient broken = registry.client()) {
            broken.write(
                    ("PATCH " + upload(location) + " HTTP/1.1\r\nHost: registry\r\nContent-Length: 100\r\n\r\nhalf")
                            .getBytes(StandardCharsets.US_ASCII));
            recorder.next(UploadEvent.BodyBegun.class);
        }
        UploadEvent.BodyEnded ended = recorder.next(UploadEvent.BodyEnded.class);
        assertThat(ended.end()).isEqualTo(BodyEnd.CLIENT_GONE);
        assertThat(ended.progress().received()).isEqualTo(4);
        assertThat(client.send("GET " + upload(location)).header("Range")).hasValue("0-3");
        UploadEvent.Resumed resumed = recorder.next(UploadEvent.Resumed.class);
        assertThat(resumed.offset()).isEqualTo(4);
        assertThat(resumed.from()).isEqualTo(UploadEvent.Place.HERE);
    }

    @Test
    void aRequestThatLosesItsUploadIsReported() throws Exception {
        String location =
                client.send("POST /v2/a/blobs/uploads/").header("Location").orElseThrow();
        try (RawClient slow = registry.client()) {
            slow.write(("PATCH " + upload(location) + " HTTP/1.1\r\nHost: registry\r\nContent-Length: 100\r\n\r\nhalf")
                    .getBytes(StandardCharsets.US_ASCII));
            UploadEvent.BodyBegun begun = recorder.next(UploadEvent.BodyBegun.class);
            while (begun.progress().received() < 4) {
                Thread.onSpinWait();
            }
            assertThat(client.send("GET " + upload(location)).status()).isEqualTo(204);
            UploadEvent.Fenced fenced = recorder.next(UploadEvent.Fenced.class);
            assertThat(fenced.by()).isEqualTo(UploadEvent.Place.HERE);
            assertThat(fenced.caller().origin().method()).isEqualTo("PATCH");
        }
    }

    @Test
    void uploadsThatComeToNoBlobAreReported() throws Exception {
        String location =
                client.send("POST /v2/a/blobs/uploads/").header("Location").orElseThrow();
        client.send("DELETE " + upload(location));
        assertThat(recorder.next(UploadEvent.Ended.class).ending()).isEqualTo(UploadEvent.Ending.CANCELLED);
        client.send("POST /v2/a/blobs/uploads/?digest=" + DIGEST, INDEX);
        assertThat(recorder.next(UploadEvent.Ended.class).ending()).isEqualTo(UploadEvent.Ending.DIGEST_MISMATCH);
    }

    @Test
    void changesOfContentAreReported() throws Exception {
        client.push("a", BLOB);
        assertThat(recorder.next(ChangeEvent.BlobCommitted.class).size()).hasValue(BLOB.length);
        client.send("POST /v2/b/blobs/uploads/?from=a&mount=" + DIGEST);
        ChangeEvent.BlobMounted mounted = recorder.next(ChangeEvent.BlobMounted.class);
        assertThat(mounted.repository().value()).isEqualTo("b");
        assertThat(mounted.size()).isEqualTo(BLOB.length);
        client.send("PUT /v2/a/manifests/v1?tag=v2", INDEX, "Content-Type: " + TYPE);
        ChangeEvent.ManifestPushed pushed = recorder.next(ChangeEvent.ManifestPushed.class);
        assertThat(pushed.descriptor().digest()).isEqualTo(INDEX_DIGEST);
        assertThat(pushed.descriptor().size()).isEqualTo(INDEX.length);
        assertThat(pushed.tags()).containsExactly(Tag.parse("v1"), Tag.parse("v2"));
        assertThat(recorder.next(ChangeEvent.Tagged.class).was()).isEmpty();
        byte[] other = new String(INDEX, StandardCharsets.US_ASCII)
                .replace("[]", "[] ")
                .getBytes(StandardCharsets.US_ASCII);
        client.send("PUT /v2/a/manifests/v1", other, "Content-Type: " + TYPE);
        ChangeEvent.Tagged moved = recorder.next(
                ChangeEvent.Tagged.class, tagged -> !tagged.digest().equals(INDEX_DIGEST));
        assertThat(moved.was()).hasValue(INDEX_DIGEST);
        client.send("DELETE /v2/a/manifests/v1");
        assertThat(recorder.next(ChangeEvent.TagDeleted.class).was()).contains(moved.digest());
        client.send("DELETE /v2/a/manifests/" + INDEX_DIGEST);
        assertThat(recorder.next(ChangeEvent.ManifestDeleted.class).tags()).containsExactly(Tag.parse("v2"));
        client.send("DELETE /v2/a/blobs/" + DIGEST);
        assertThat(recorder.next(ChangeEvent.BlobDeleted.class).digest()).isEqualTo(DIGEST);
    }

    @Test
    void pullsAreReportedWithTheirContent() throws Exception {
        client.push("a", BLOB);
        client.send("PUT /v2/a/manifests/v1", INDEX, "Content-Type: " + TYPE);
        client.send("HEAD /v2/a/manifests/v1");
        RequestEvent.Pulled head = recorder.next(RequestEvent.Pulled.class);
        assertThat(head.isHead()).isTrue();
        assertThat(head.target().digest()).hasValue(INDEX_DIGEST);
        assertThat(head.mediaType()).hasValue(TYPE);
        assertThat(head.size()).hasValue(INDEX.length);
        client.send("GET /v2/a/blobs/" + DIGEST, "Range: bytes=0-1");
        RequestEvent.Pulled part = recorder.next(RequestEvent.Pulled.class);
        assertThat(part.target().content()).isEqualTo(Content.BLOB);
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.size()).hasValue(BLOB.length);
        client.send("GET /v2/a/tags/list");
        assertThat(recorder.next(RequestEvent.NamesListed.class).of()).isPresent();
        client.send("GET /v2/_catalog");
        assertThat(recorder.next(RequestEvent.NamesListed.class).of()).isEmpty();
    }

    @Test
    void aChangeWhoseEventIsNotKeptIsNotAcknowledged() throws Exception {
        client.push("a", BLOB);
        recorder.refuses = true;
        RawClient.Answer refused = client.send("PUT /v2/a/manifests/v1", INDEX, "Content-Type: " + TYPE);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("UNAVAILABLE");
        assertThat(client.send("POST /v2/a/blobs/uploads/?digest=" + DIGEST, BLOB)
                        .status())
                .isEqualTo(503);
        recorder.refuses = false;
        assertThat(client.send("PUT /v2/a/manifests/v1", INDEX, "Content-Type: " + TYPE)
                        .status())
                .isEqualTo(201);
        assertThat(recorder.next(ChangeEvent.ManifestPushed.class).tags()).containsExactly(Tag.parse("v1"));
    }
}
