package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.access.WriteOnceException;
import dev.moorage.application.port.in.manifest.ManifestUseCases;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.WriteOnceRule;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes of two manifests to one write-once tag, from two replicas over one root. */
class WriteOnceTagsTest {
    private static final RepositoryName REPOSITORY = RepositoryName.parse("a/b");
    private static final AccessRules ALL_ONCE = new AccessRules(
            Groups.NONE, List.of(), List.of(new WriteOnceRule(new RuleOrigin("access.yml", 1), List.of(), List.of())));
    private static final int RACERS = 48;
    private static final int ROUNDS = 10;

    @TempDir
    private Path root;

    private StorageDriver open() throws IOException {
        return FilesystemStorageDriver.open(
                root, FilesystemOptions.DEFAULTS, DriverUnderTest.context(), new RealFsync());
    }

    private static ManifestUseCases replica(StorageDriver driver) {
        return ManifestServices.over(
                driver,
                Docket.of(driver, InstantSource.system()),
                ManifestPolicy.COMPLETE,
                MemoryBudget.ofHeap(),
                () -> ALL_ONCE);
    }

    private static byte[] index(String name) {
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[],"annotations":{"name":"%s"}}""".formatted(name).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isWritten(ManifestUseCases replica, Reference tag, byte[] content) throws IOException {
        try {
            replica.put()
                    .put(new PutManifestCommand(
                            UnrestrictedCaller.ANONYMOUS, REPOSITORY, tag, Optional.empty(), content, List.of()));
            return true;
        } catch (WriteOnceException e) {
            assertThat(e.error().code()).isEqualTo(ErrorCode.DENIED);
            return false;
        }
    }

    @Test
    void ofManyPushesOfTwoManifestsByTwoReplicasThoseOfOneManifestSucceed() throws Exception {
        List<byte[]> contents = List.of(index("one"), index("two"));
        try (StorageDriver one = open();
                StorageDriver other = open();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<ManifestUseCases> replicas = List.of(replica(one), replica(other));
            for (int round = 0; round < ROUNDS; round++) {
                Reference tag = new Reference.ByTag(new Tag("v" + round));
                CyclicBarrier start = new CyclicBarrier(RACERS);
                List<Future<Boolean>> racers = new ArrayList<>();
                for (int i = 0; i < RACERS; i++) {
                    byte[] content = contents.get(i % 2);
                    ManifestUseCases replica = replicas.get(i / 2 % 2);
                    racers.add(threads.submit(() -> {
                        start.await();
                        return isWritten(replica, tag, content);
                    }));
                }
                boolean first = racers.getFirst().get();
                for (int i = 0; i < RACERS; i++) {
                    assertThat(racers.get(i).get())
                            .as("round %d, racer %d", round, i)
                            .isEqualTo((i % 2 == 0) == first);
                }
                assertThat(replicas.getLast().get().resolve(REPOSITORY, tag))
                        .isEqualTo(Replica.sha256(contents.get(first ? 0 : 1)));
            }
        }
    }
}
