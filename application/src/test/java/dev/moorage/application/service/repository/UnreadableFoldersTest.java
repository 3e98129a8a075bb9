package dev.moorage.application.service.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectUnreadableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadableFoldersTest {
    private final List<String> lines = new ArrayList<>();
    private final UnreadableFolders folders =
            new UnreadableFolders((folder, reason) -> lines.add(folder + " " + reason));

    private void fails(String repository, String reason) throws IOException {
        folders.onFailure(RegistryKeys.REPOSITORIES.resolve(repository), new ObjectUnreadableException(reason));
    }

    @Test
    void aFolderThatIsListedManyTimesIsLoggedOnceForEachReason() throws IOException {
        for (int listing = 0; listing < 3; listing++) {
            fails("a", "a link");
            fails("b", "a link");
        }
        fails("a", "no permission");
        assertThat(lines)
                .containsExactly(
                        "docker/registry/v2/repositories/a a link",
                        "docker/registry/v2/repositories/b a link",
                        "docker/registry/v2/repositories/a no permission");
    }

    @Test
    void moreFoldersThanAreRememberedAreStillLoggedAndTheOldestIsForgotten() throws IOException {
        for (int i = 0; i <= UnreadableFolders.MAX_KNOWN; i++) {
            fails("r" + i, "a link");
        }
        assertThat(lines).hasSize(UnreadableFolders.MAX_KNOWN + 1);
        fails("r" + UnreadableFolders.MAX_KNOWN, "a link");
        assertThat(lines).as("the newest is remembered").hasSize(UnreadableFolders.MAX_KNOWN + 1);
        fails("r0", "a link");
        assertThat(lines).as("the oldest is not").hasSize(UnreadableFolders.MAX_KNOWN + 2);
    }

    @Test
    void aFailureOfTheWholeStoreOrOfAllRepositoriesEndsTheListingWithoutALine() {
        IOException gone = new IOException("gone");
        ObjectKey folder = RegistryKeys.REPOSITORIES.resolve("a");
        assertThatIOException()
                .isThrownBy(() -> folders.onFailure(folder, gone))
                .isSameAs(gone);
        ObjectUnreadableException all = new ObjectUnreadableException("a link");
        assertThatIOException()
                .isThrownBy(() -> folders.onFailure(RegistryKeys.REPOSITORIES, all))
                .isSameAs(all);
        assertThat(lines).isEmpty();
    }
}
