package dev.moorage.application.service.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.repository.PageRequest;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectUnreadableException;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tags of a repository, of which one has a link that the store does not let the server read. */
class UnreadableTagTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("a/b");
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, new byte[] {1});
    private static final ObjectKey UNREADABLE = RegistryKeys.tagLink(REPOSITORY, new Tag("two"));

    private final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());

    @BeforeEach
    void tag() throws IOException {
        for (String tag : List.of("one", "three", "two")) {
            driver.put(
                    RegistryKeys.tagLink(REPOSITORY, new Tag(tag)),
                    DIGEST.toString().getBytes(StandardCharsets.US_ASCII),
                    WriteCondition.ANY,
                    Durability.PROCESS_CRASH);
        }
    }

    private ListTags failing(IOException failure) {
        return RepositoryServices.over(
                        new HookedStorageDriver(driver, (method, key) -> {
                            if (key.equals(UNREADABLE)) {
                                throw failure;
                            }
                        }),
                        100,
                        new SealedPositions(List.of(new byte[32])))
                .tags();
    }

    @Test
    void aTagIsListedWithoutItsLink() throws IOException {
        for (IOException failure : List.of(
                new ObjectUnreadableException("permission denied"), new IOException("the store did not answer"))) {
            assertThat(failing(failure)
                            .list(REPOSITORY, new PageRequest(10, Optional.empty()))
                            .entries())
                    .containsExactly(new Tag("one"), new Tag("three"), new Tag("two"));
        }
    }
}
