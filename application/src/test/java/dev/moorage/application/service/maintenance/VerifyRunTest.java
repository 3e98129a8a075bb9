package dev.moorage.application.service.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.Finding;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint;
import dev.moorage.application.port.in.maintenance.VerifyCheckpoint.Phase;
import dev.moorage.application.port.in.maintenance.VerifyRequest;
import dev.moorage.application.service.maintenance.StoredRegistry.Verified;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs of a verification: interrupted, in parallel, and over a store that fails. */
class VerifyRunTest {
    private static final int MANY = 2100;

    private static StoredRegistry large() throws IOException {
        StoredRegistry registry = new StoredRegistry();
        for (int i = 0; i < MANY; i++) {
            byte[] content = Bodies.random(1000 + i, 20);
            Digest digest = Contents.digest(content);
            registry.contents.put(RegistryKeys.blob(digest), content);
            if (i % 2 == 0) {
                registry.contents.put(
                        RegistryKeys.layerLink(StoredRegistry.A, digest), i % 50 == 0 ? "" : digest.toString());
            }
            if (i % 70 == 0) {
                registry.contents.rot(RegistryKeys.blob(digest));
            }
        }
        registry.clock.pass(Duration.ofHours(2));
        return registry;
    }

    private static Verified run(StoredRegistry registry, int parallel, VerifyCheckpoint from, int checkpoints)
            throws IOException {
        return registry.verify(registry.driver, new VerifyRequest(parallel, false, from), checkpoints);
    }

    @Test
    void aRunThatIsInterruptedAfterEveryPageComesToTheSameEnd() throws IOException {
        StoredRegistry registry = large();
        Verified whole = run(registry, 4, VerifyCheckpoint.START, Integer.MAX_VALUE);
        List<Finding> findings = new ArrayList<>();
        VerifyCheckpoint from = VerifyCheckpoint.START;
        Verified piece;
        int runs = 0;
        do {
            piece = run(registry, 4, from, 1);
            findings.addAll(piece.findings());
            from = piece.checkpoints().isEmpty() ? from : piece.checkpoints().getLast();
            runs++;
        } while (!piece.checkpoints().isEmpty());
        assertThat(runs).isGreaterThan(4);
        assertThat(piece.tally()).isEqualTo(whole.tally());
        assertThat(findings).containsExactlyInAnyOrderElementsOf(whole.findings());
        assertThat(whole.tally().count(Finding.Kind.DAMAGED)).isEqualTo((MANY - 1) / 70 + 1);
        assertThat(whole.tally().count(Finding.Kind.UNREADABLE_LINK)).isEqualTo((MANY - 1) / 50 + 1);
    }

    @Test
    void whatIsDoneIsNotReadAgain() throws IOException {
        StoredRegistry registry = large();
        Verified whole = run(registry, 4, VerifyCheckpoint.START, Integer.MAX_VALUE);
        VerifyCheckpoint last = whole.checkpoints().getLast();
        assertThat(last.phase()).isEqualTo(Phase.BLOBS);
        List<String> read = new ArrayList<>();
        StorageDriver watched = new HookedStorageDriver(registry.driver, (method, key) -> {
            if (method.equals("open")) {
                synchronized (read) {
                    read.add(key.value());
                }
            }
        });
        registry.verify(watched, new VerifyRequest(4, false, last), Integer.MAX_VALUE);
        // Links of sha512, whose keys are not enough, and the remaining blobs.
        assertThat(read)
                .isNotEmpty()
                .allMatch(key -> key.compareTo(last.after().orElseThrow()) > 0 && key.contains("/blobs/")
                        || key.contains("/_layers/sha512/"));
    }

    @Test
    void howManyThereAreAtOnceChangesNothingOfWhatIsFound() throws IOException {
        StoredRegistry registry = large();
        Verified one = run(registry, 1, VerifyCheckpoint.START, Integer.MAX_VALUE);
        Verified many = run(registry, 16, VerifyCheckpoint.START, Integer.MAX_VALUE);
        assertThat(many.tally()).isEqualTo(one.tally());
        assertThat(many.findings()).containsExactlyInAnyOrderElementsOf(one.findings());
    }

    @Test
    void soManyAreReadAtOnceAndNotMore() throws IOException {
        StoredRegistry registry = large();
        AtomicInteger now = new AtomicInteger();
        Map<Thread, Boolean> threads = new ConcurrentHashMap<>();
        AtomicInteger most = new AtomicInteger();
        StorageDriver watched = new HookedStorageDriver(registry.driver, (method, key) -> {
            if (method.equals("open") && key.isBelow(RegistryKeys.BLOBS)) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                threads.put(Thread.currentThread(), true);
                Thread.yield();
                now.decrementAndGet();
            }
        });
        registry.verify(watched, new VerifyRequest(3, false, VerifyCheckpoint.START), Integer.MAX_VALUE);
        assertThat(threads).hasSize(3);
        assertThat(most.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void whatTheStoreCannotReadIsAFindingAndNotTheEnd() throws IOException {
        StoredRegistry registry = new StoredRegistry();
        for (ObjectKey poisoned : List.of(
                RegistryKeys.blob(registry.layer),
                RegistryKeys.layerLink(StoredRegistry.A, registry.layer),
                RegistryKeys.tagLink(StoredRegistry.A, StoredRegistry.TAG),
                RegistryKeys.revisionLink(StoredRegistry.A, registry.image))) {
            StorageDriver failing = new HookedStorageDriver(registry.driver, (method, key) -> {
                if (key.equals(poisoned) && !method.equals("stat")) {
                    throw new IOException("the disk says no");
                }
            });
            Verified verified =
                    registry.verify(failing, new VerifyRequest(2, true, VerifyCheckpoint.START), Integer.MAX_VALUE);
            assertThat(verified.findings()).as(poisoned.value()).anySatisfy(finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.UNREADABLE);
                assertThat(finding.key()).isEqualTo(poisoned.value());
                assertThat(finding.detail()).isEqualTo("the disk says no");
            });
            assertThat(verified.tally().blobs()).isGreaterThanOrEqualTo(10);
            assertThat(registry.verify(false).found()).isEmpty();
        }
    }

    @Test
    void aListingThatFailsEndsTheRunSinceItsRestIsUnknown() throws IOException {
        StoredRegistry registry = new StoredRegistry();
        StorageDriver failing = new HookedStorageDriver(registry.driver, (method, key) -> {
            if (method.equals("list") && key.equals(RegistryKeys.BLOBS)) {
                throw new IOException("no listing today");
            }
        });
        assertThatThrownBy(() -> registry.verify(
                        failing, new VerifyRequest(2, false, VerifyCheckpoint.START), Integer.MAX_VALUE))
                .isInstanceOf(IOException.class)
                .hasMessage("no listing today");
    }

    @Test
    void whatIsDeletedWhileItIsLookedAtIsNoFinding() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            StoredRegistry registry = new StoredRegistry();
            int moment = random.nextInt(200);
            AtomicInteger calls = new AtomicInteger();
            StorageDriver busy = new HookedStorageDriver(registry.driver, (_, _) -> {
                if (calls.getAndIncrement() == moment) {
                    // Deletes a manifest in the order of the use case.
                    registry.contents.delete(RegistryKeys.tagLink(StoredRegistry.A, new Tag("signature")));
                    registry.contents.delete(
                            RegistryKeys.referrerLink(StoredRegistry.A, registry.image, registry.signature));
                    registry.contents.delete(RegistryKeys.revisionLink(StoredRegistry.A, registry.signature));
                }
            });
            Verified verified =
                    registry.verify(busy, new VerifyRequest(2, false, VerifyCheckpoint.START), Integer.MAX_VALUE);
            assertThat(verified.found()).as("seed %d, round %d", seed, round).isEmpty();
        }
    }

    @Test
    void theBlobsOfEveryAlgorithmAreRead() throws IOException {
        StoredRegistry registry = new StoredRegistry();
        byte[] content = Bodies.random(5, 50);
        Digest digest = Digest.of(DigestAlgorithm.SHA384, content);
        registry.contents.put(RegistryKeys.blob(digest), content);
        registry.contents.rot(RegistryKeys.blob(digest));
        assertThat(registry.verify(true).found()).containsExactly("DAMAGED QUARANTINED");
        assertThat(registry.contents.read(RegistryKeys.blob(digest))).isEmpty();
    }
}
