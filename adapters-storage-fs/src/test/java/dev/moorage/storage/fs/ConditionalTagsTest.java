package dev.moorage.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.memory.MemoryBudget;
import dev.moorage.application.port.in.access.UnrestrictedCaller;
import dev.moorage.application.port.in.manifest.ChangeCondition;
import dev.moorage.application.port.in.manifest.ChangeCondition.Expected;
import dev.moorage.application.port.in.manifest.ConditionNotMetException;
import dev.moorage.application.port.in.manifest.PutManifestCommand;
import dev.moorage.application.service.garbage.docket.Docket;
import dev.moorage.application.service.manifest.ManifestPolicy;
import dev.moorage.application.service.manifest.ManifestServices;
import dev.moorage.domain.digest.Digest;
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

/** {@code If-None-Match: *} on one tag, from two replicas over one root. */
class ConditionalTagsTest {
    private static final RepositoryName REPOSITORY = RepositoryName.parse("a/b");
    private static final ChangeCondition IF_ABSENT =
            new ChangeCondition(Optional.empty(), Optional.of(new Expected.Any()));
    private static final int ROUNDS = 100;

    @TempDir
    private Path root;

    private StorageDriver open() throws IOException {
        return FilesystemStorageDriver.open(
                root, FilesystemOptions.DEFAULTS, DriverUnderTest.context(), new RealFsync());
    }

    private static byte[] index(String name) {
        return """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[],"annotations":{"name":"%s"}}""".formatted(name).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean create(StorageDriver driver, Reference tag, byte[] content) throws IOException {
        try {
            ManifestServices.over(
                            driver,
                            Docket.of(driver, InstantSource.system()),
                            ManifestPolicy.COMPLETE,
                            MemoryBudget.ofHeap())
                    .put()
                    .put(new PutManifestCommand(
                            UnrestrictedCaller.ANONYMOUS,
                            REPOSITORY,
                            tag,
                            Optional.empty(),
                            content,
                            List.of(),
                            IF_ABSENT));
            return true;
        } catch (ConditionNotMetException _) {
            return false;
        }
    }

    @Test
    void ofTwoReplicasThatCreateOneTagExactlyOneSucceeds() throws Exception {
        List<byte[]> contents = List.of(index("one"), index("two"));
        try (StorageDriver one = open();
                StorageDriver other = open();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int round = 0; round < ROUNDS; round++) {
                Reference tag = new Reference.ByTag(new Tag("t" + round));
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Boolean>> racers = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    StorageDriver driver = i == 0 ? one : other;
                    byte[] content = contents.get(i);
                    racers.add(threads.submit(() -> {
                        start.await();
                        return create(driver, tag, content);
                    }));
                }
                boolean first = racers.getFirst().get();
                boolean second = racers.getLast().get();
                assertThat(first ^ second)
                        .as("round %d: one wrote: %s, two wrote: %s", round, first, second)
                        .isTrue();
                Digest winner = Replica.sha256(contents.get(first ? 0 : 1));
                assertThat(ManifestServices.over(
                                        other,
                                        Docket.of(other, InstantSource.system()),
                                        ManifestPolicy.COMPLETE,
                                        MemoryBudget.ofHeap())
                                .get()
                                .resolve(REPOSITORY, tag))
                        .isEqualTo(winner);
            }
        }
    }
}
