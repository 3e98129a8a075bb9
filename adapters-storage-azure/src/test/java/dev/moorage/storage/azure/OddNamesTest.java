package dev.moorage.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.azure.client.Settings;
import dev.moorage.storage.azure.simulated.SimulatedAccount;
import dev.moorage.storage.azure.simulated.SimulatedService;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.PartBuffers;
import dev.moorage.storage.spi.io.TransferBuffers;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagingRequest;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A root with characters that are encoded in URLs, and blobs of other programs below it. */
class OddNamesTest {
    private static final byte[] CONTENT = Bodies.random(3, 20_000);

    private final SimulatedAccount account = new SimulatedAccount();

    private StorageDriver open(String root) {
        return new AzureStorageDriver(
                new Connection(SimulatedDrivers.config(), new SimulatedService(account), account::now).connect(),
                new Settings(root, 4096, 50_000, false, 3, Duration.ofMillis(1), Optional.empty()),
                new PartBuffers(new TransferBuffers(1 << 20, 8), 8 << 20, System.getProperty("java.io.tmpdir")),
                account::now,
                account::pass);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b%2F+c/", "100%", "ü/\ud83d\ude00", "a&b=c?d#e", "it's (here)"})
    void aRootWithOddCharactersHoldsWhatIsPutThere(String root) throws IOException {
        ObjectKey key = new ObjectKey("blobs/a%2Fb+c/data");
        ObjectKey staged = new ObjectKey("blobs/staged");
        try (StorageDriver driver = open(root)) {
            driver.put(key, CONTENT, WriteCondition.IF_ABSENT, Durability.POWER_LOSS);
            try (StagedObject upload = driver.stage(new StagingRequest.Begin(
                            new ObjectKey("uploads/1"), 1, Optional.empty(), OptionalLong.empty()))
                    .orElseThrow()) {
                upload.append(Bodies.of(CONTENT));
                upload.publish(upload.seal(), staged);
                upload.discard();
            }
            assertThat(DriverUnderTest.readAll(driver.open(key, ByteRange.WHOLE).orElseThrow()))
                    .isEqualTo(CONTENT);
            assertThat(DriverUnderTest.readAll(
                            driver.open(staged, ByteRange.WHOLE).orElseThrow()))
                    .isEqualTo(CONTENT);
            assertThat(listed(driver, new ObjectKey("blobs"), 1, false)).containsExactly("a%2Fb+c/data", "staged");
            assertThat(account.names()).allMatch(name -> name.startsWith(root.replaceAll("^/|/$", "") + "/"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void blobsOfOthersWithOddNamesAreNeitherListedNorInTheWay(int limit) throws IOException {
        ObjectKey prefix = new ObjectKey("some/folder");
        try (StorageDriver driver = open("root")) {
            for (String key : List.of("a/one", "b/two", "z/five")) {
                driver.put(prefix.resolve(key), new byte[3], WriteCondition.ANY, Durability.POWER_LOSS);
            }
            for (String name :
                    List.of("a/ blank", "a//b", "b/\u00e9/x", "b/\ud83d\ude00", "c/..", "d ", "\u00fc", "z\\y")) {
                account.put("root/some/folder/" + name, "BlockBlob", new byte[1]);
            }
            assertThat(listed(driver, prefix, limit, false)).containsExactly("a/one", "b/two", "z/five");
            assertThat(listed(driver, prefix, limit, true)).containsExactly("a", "b", "c", "z");
        }
    }

    private static List<String> listed(StorageDriver driver, ObjectKey prefix, int limit, boolean delimited)
            throws IOException {
        List<String> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        for (int pages = 0; pages < 100; pages++) {
            ObjectPage page = driver.list(prefix, new ListOptions(limit, after, delimited, false));
            page.entries()
                    .forEach(entry -> found.add(
                            entry.key().value().substring(prefix.value().length() + 1)));
            if (page.next().isEmpty()) {
                return found;
            }
            after = page.next();
        }
        throw new AssertionError("the listing does not end: " + found);
    }
}
