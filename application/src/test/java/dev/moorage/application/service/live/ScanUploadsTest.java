package dev.moorage.application.service.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.access.RequestOrigin;
import dev.moorage.application.port.in.live.LiveUpload;
import dev.moorage.application.port.in.live.LiveUploads;
import dev.moorage.application.port.in.live.ScannedUploads;
import dev.moorage.application.port.in.live.UploadState;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.service.upload.UploadScenario;
import dev.moorage.application.service.upload.UploadServices;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Decision;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.Bodies;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Uploads that lie in the storage, after the servers that have received them are gone. */
class ScanUploadsTest {
    private static final RepositoryName REPOSITORY = UploadScenario.REPOSITORY;
    private static final byte[] BYTES = Bodies.random(1, 5_000);

    private final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());
    private final UploadScenario one = replica();
    private final UploadScenario two = replica();
    private final List<LiveUpload> live = new ArrayList<>();
    private final ScanUploadsService scan = new ScanUploadsService(
            UploadServices.pages(driver),
            (_, _) -> new LiveUploads(Instant.EPOCH, false, List.of(), live),
            InstantSource.system());

    private UploadScenario replica() {
        return new UploadScenario(driver, PortableHashing.detect(), InstantSource.system());
    }

    /** A caller whose rights are a test's. */
    private record Allowed(Predicate<AccessQuestion> rights) implements Caller {
        @Override
        public Subject subject() {
            return new Subject.User(IdentityProvider.PASSWORD_FILE, "ci", Set.of());
        }

        @Override
        public String tokenId() {
            return "";
        }

        @Override
        public RequestOrigin origin() {
            return new RequestOrigin("", "10.0.0.7", "", "PATCH", Optional.of("docker/29.1 go/1"));
        }

        @Override
        public Decision decide(AccessQuestion question) {
            return rights.test(question)
                    ? new Decision.Allowed(AccessRules.USERS_MAY_ALL.rules().getFirst())
                    : new Decision.Denied(Optional.empty(), List.of());
        }
    }

    private static final Caller OPERATOR = new Allowed(AccessQuestion.LIST::equals);

    private ScannedUploads scanned() throws IOException {
        return scan.scan(OPERATOR, Optional.empty(), Optional.empty(), 100);
    }

    @Test
    void theHistoryIsThatOfTheRequestsAtAllReplicas() throws IOException {
        Caller ci = new Allowed(_ -> true);
        UploadProgress started = one.start(ci);
        AppendResult broken = one.breaking(started, BYTES, ci);
        assertThat(broken).isInstanceOf(UploadRejection.Broken.class);
        UploadProgress resumed = two.status(started);
        assertThat(resumed.offset()).isEqualTo(BYTES.length);
        UploadProgress patched = two.patched(resumed, BYTES, ci);
        LiveUpload upload = scanned().uploads().getFirst();
        assertThat(upload.id()).isEqualTo(patched.id());
        assertThat(upload.state()).isEqualTo(UploadState.IDLE);
        assertThat(upload.client()).isEqualTo(new LiveUpload.Client(Optional.of("ci"), "10.0.0.7", "docker/29.1", ""));
        assertThat(upload.flow().bytes()).isEqualTo(2L * BYTES.length);
        assertThat(upload.flow().durable()).hasValue(2L * BYTES.length);
        assertThat(upload.flow().expected()).hasValue(2L * BYTES.length);
        assertThat(upload.history().requests()).isEqualTo(2);
        assertThat(upload.history().resumed()).isEqualTo(1);
    }

    @Test
    void anUploadThatHasEndedIsLeftOutAndCostsARead() throws IOException {
        UploadProgress done = one.patched(one.start(), BYTES);
        one.put(done, Digest.of(DigestAlgorithm.SHA256, BYTES), new byte[0]);
        assertThat(scanned().uploads()).isEmpty();
        assertThat(scanned().reads()).isEqualTo(1);
    }

    @Test
    void anUploadUnderWayIsAsTheListHasIt() throws IOException {
        UploadProgress progress = one.patched(one.start(), BYTES);
        LiveUpload stored = scanned().uploads().getFirst();
        LiveUpload received = new LiveUpload(
                progress.id(),
                REPOSITORY,
                UploadState.RECEIVING,
                "here",
                stored.client(),
                stored.flow(),
                stored.history());
        live.add(received);
        assertThat(scanned().uploads()).containsExactly(received);
    }

    @Test
    void pagesHaveEachUploadOnce() throws IOException {
        Set<UploadId> all = new HashSet<>();
        for (int i = 0; i < 120; i++) {
            UploadProgress progress = one.start(new RepositoryName("r" + i % 7));
            all.add(one.patched(progress, BYTES).id());
        }
        for (int limit : List.of(1, 7, 50, 100, 1000)) {
            List<UploadId> seen = new ArrayList<>();
            Optional<String> next = Optional.empty();
            int pages = 0;
            do {
                ScannedUploads page = scan.scan(OPERATOR, Optional.empty(), next, limit);
                assertThat(page.uploads()).hasSizeLessThanOrEqualTo(limit);
                assertThat(page.isPartial()).isFalse();
                page.uploads().forEach(upload -> seen.add(upload.id()));
                next = page.next();
                pages++;
            } while (next.isPresent() && pages <= 200);
            assertThat(seen).as("in pages of " + limit).hasSize(120).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void whoMayPushReadsOneRepositoryAndOnlyOperatorsReadAll() throws IOException {
        var _ = one.patched(one.start(), BYTES);
        var _ = one.patched(one.start(new RepositoryName("other")), BYTES);
        Caller pusher = new Allowed(AccessQuestion.of(Action.PUSH, REPOSITORY)::equals);
        assertThat(scan.scan(pusher, Optional.of(REPOSITORY), Optional.empty(), 100)
                        .uploads())
                .extracting(LiveUpload::repository)
                .containsExactly(REPOSITORY);
        assertThat(scanned().uploads()).hasSize(2);
        for (Optional<RepositoryName> denied :
                List.of(Optional.<RepositoryName>empty(), Optional.of(new RepositoryName("other")))) {
            assertThatThrownBy(() -> scan.scan(pusher, denied, Optional.empty(), 100))
                    .isInstanceOf(RegistryException.class);
        }
    }

    @Test
    void aPositionMayBeAnyText() throws IOException {
        var _ = one.patched(one.start(), BYTES);
        for (String position : List.of(":", "::", "a/b:", "a/b:x", "\u0000", "../..:1", "A B:c")) {
            assertThat(scan.scan(OPERATOR, Optional.empty(), Optional.of(position), 100)
                            .uploads())
                    .as(position)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }
}
