package dev.moorage.application.service.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.moorage.application.fixture.Contents;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.maintenance.TrashEntry;
import dev.moorage.application.port.in.maintenance.TrashPage;
import dev.moorage.application.port.in.maintenance.TrashQuery;
import dev.moorage.application.service.garbage.trash.Trash;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.TrashRecord;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.tck.CountingStorageDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a trash with twenty records of five entries each. */
class ListTrashTest {
    private static final RepositoryName APP = RepositoryName.parse("team/app");
    private static final RepositoryName BELOW = RepositoryName.parse("team/app/tool");
    private static final int RECORDS = 20;
    private static final int ENTRIES = 5;

    private final CountingStorageDriver driver =
            new CountingStorageDriver(new InMemoryStorageDriver(new InMemoryStore()));
    private final ListTrashService service = new ListTrashService(new Trash(driver));

    @BeforeEach
    void fill() throws IOException {
        Trash trash = new Trash(driver);
        for (int record = 0; record < RECORDS; record++) {
            List<Trashed> content = new ArrayList<>();
            for (int entry = 0; entry < ENTRIES; entry++) {
                Digest digest = Contents.digest(new byte[] {(byte) record, (byte) entry});
                content.add(new TrashedLink(digest, digest));
            }
            trash.create(record, new TrashRecord(record % 2 == 0 ? APP : BELOW, By.COLLECTOR, content));
        }
    }

    private static TrashQuery query(Optional<RepositoryName> repository, Optional<String> after, long most) {
        return new TrashQuery(repository, after, most);
    }

    private List<Trashed> all(Optional<RepositoryName> repository, long most) throws IOException {
        List<Trashed> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            List<TrashEntry> page = new ArrayList<>();
            TrashPage result = service.list(query(repository, after, most), page::add);
            assertThat(page).hasSizeLessThanOrEqualTo((int) Math.min(most, 1000));
            assertThat(result.entries()).isEqualTo(page.size());
            page.forEach(entry -> all.add(entry.content()));
            after = result.next();
        } while (after.isPresent());
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5, 7, 10, 99, 100, 101, Long.MAX_VALUE})
    void pagesOfAnySizeHaveEachEntryOnce(long most) throws IOException {
        assertThat(all(Optional.empty(), most)).hasSize(RECORDS * ENTRIES).doesNotHaveDuplicates();
        assertThat(all(Optional.of(APP), most)).hasSize(RECORDS * ENTRIES / 2).doesNotHaveDuplicates();
    }

    @Test
    void aPageReadsItsOwnRecordsAlone() throws IOException {
        driver.reset();
        TrashPage first = service.list(query(Optional.empty(), Optional.empty(), 7), _ -> {});
        assertThat(driver.calls()).containsEntry("open", 2).containsEntry("list", 1);
        driver.reset();
        service.list(query(Optional.empty(), first.next(), 7), _ -> {});
        assertThat(driver.calls()).containsEntry("open", 2).containsEntry("list", 1);
    }

    @Test
    void aRecordThatHasExpiredBetweenTwoPagesIsLeftOut() throws IOException {
        TrashPage first = service.list(query(Optional.of(APP), Optional.empty(), 7), _ -> {});
        new Contents(driver).delete(RegistryKeys.trashRecord(APP, 2)); // The second record of the repository.
        List<TrashEntry> rest = new ArrayList<>();
        service.list(query(Optional.of(APP), first.next(), 1000), rest::add);
        assertThat(rest).hasSize((RECORDS / 2 - 2) * ENTRIES);
    }

    @Test
    void aRecordOfAnotherVersionIsCounted() throws IOException {
        new Contents(driver).put(RegistryKeys.trashRecord(APP, 1000), "moorage-trash 9\n");
        TrashPage page = service.list(query(Optional.empty(), Optional.empty(), 1000), _ -> {});
        assertThat(page).isEqualTo(new TrashPage(RECORDS * ENTRIES, 1, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "team/other/_records/0000000000000001:1", "team/app/_records/1:x", ":1"})
    void whatIsNoPositionIsRefused(String position) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.list(query(Optional.of(APP), Optional.of(position), 1), _ -> {}));
    }
}
