package dev.moorage.application.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CancelResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.CompleteUploadCommand;
import dev.moorage.application.port.in.upload.UploadBody;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Runs a PUT while another replica changes the same upload before the PUT's first storage call, its second, and so on.
 */
class CommitRaceTest {
    private static final byte[] BLOB = Bodies.random(1, 100_000);
    private static final byte[] FIRST = Arrays.copyOf(BLOB, 70_000);
    private static final byte[] REST = Arrays.copyOfRange(BLOB, 70_000, BLOB.length);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);

    private final StorageDriver driver = new InMemoryStorageDriver(new InMemoryStore());
    private final UploadScenario other = replica(driver);

    private static UploadScenario replica(StorageDriver driver) {
        return new UploadScenario(driver, PortableHashing.detect(), InstantSource.system());
    }

    private interface Rival {
        Object act(UploadScenario other, UploadProgress progress) throws IOException;
    }

    /** The answers of a PUT and of the rival at the other replica. */
    private record Answers(UploadProgress token, CompleteResult put, Object rival) {}

    /** Runs the race once for each moment. */
    private List<Answers> race(Rival rival) throws IOException {
        List<Answers> all = new ArrayList<>();
        for (int moment = 0; ; moment++) {
            UploadProgress progress = other.patched(other.start(), FIRST);
            int[] calls = new int[1];
            int when = moment;
            List<Object> answers = new ArrayList<>();
            UploadScenario replica = replica(new HookedStorageDriver(driver, (_, _) -> {
                if (calls[0]++ == when) {
                    answers.add(rival.act(other, progress));
                }
            }));
            CompleteResult put = replica.put(progress, DIGEST, REST);
            if (answers.isEmpty()) {
                assertThat(all.size()).isGreaterThan(5);
                return all;
            }
            all.add(new Answers(progress, put, answers.getFirst()));
        }
    }

    private void assertFinished(Answers answers) throws IOException {
        assertThat(other.put(answers.token(), DIGEST, REST)).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertThat(other.services.status().status(UploadScenario.request(answers.token())))
                .isInstanceOf(UploadRejection.UnknownUpload.class);
        assertThat(other.services.cancel().cancel(UploadScenario.request(answers.token())))
                .isEqualTo(new UploadRejection.UnknownUpload());
    }

    @Test
    void aRepeatedPutIsAnsweredAgainAfterAnotherRequestClaimedTheUpload() throws IOException {
        int committed = 0;
        List<Answers> all = race((replica, progress) -> replica.patch(progress, Bodies.random(2, 30_000)));
        for (Answers answers : all) {
            boolean appended = answers.rival() instanceof AppendResult.Appended;
            if (answers.put() instanceof CompleteResult.Committed) {
                committed++;
                assertThat(appended).isFalse();
                assertFinished(answers);
            }
        }
        assertThat(committed).isBetween(1, all.size() - 1);
    }

    @Test
    void ofTwoPutsOfTheSameBytesOneIsAnsweredAndThenBothAre() throws IOException {
        for (Answers answers : race((replica, progress) -> replica.put(progress, DIGEST, REST))) {
            assertThat(List.of(answers.put(), answers.rival())).contains(new CompleteResult.Committed(DIGEST));
            assertFinished(answers);
        }
    }

    @Test
    void aPutThatFindsWhatItsRivalHasPublishedEndsTheUploadToo() throws IOException {
        UploadProgress whole = other.patched(other.start(), BLOB);
        boolean[] killed = new boolean[1];
        UploadScenario dying = replica(new HookedStorageDriver(driver, (method, key) -> {
            if (key.equals(RegistryKeys.layerLink(UploadScenario.REPOSITORY, DIGEST)) || killed[0]) {
                killed[0] = true;
                throw new IOException("killed before " + method);
            }
        }));
        assertThatThrownBy(() -> dying.put(whole, DIGEST, new byte[0])).isInstanceOf(IOException.class);
        assertThat(other.put(whole, DIGEST, new byte[0])).isEqualTo(new CompleteResult.Committed(DIGEST));
        assertThat(other.services.cancel().cancel(UploadScenario.request(whole)))
                .isEqualTo(new UploadRejection.UnknownUpload());
    }

    @Test
    void aCancelWaitsForTheCommitThatIsUnderWayInItsProcess() throws Exception {
        UploadProgress progress = other.patched(other.start(), FIRST);
        UploadScenario[] replica = new UploadScenario[1];
        CountDownLatch ended = new CountDownLatch(1);
        List<CompletableFuture<CancelResult>> cancels = new ArrayList<>();
        replica[0] = replica(new HookedStorageDriver(driver, (method, _) -> {
            if (method.equals("publish")) {
                cancels.add(CompletableFuture.supplyAsync(() -> cancel(replica[0], progress)));
                awaitEnd(ended);
            }
        }));
        CompleteResult put = replica[0]
                .services
                .complete()
                .complete(new CompleteUploadCommand(
                        UploadScenario.request(progress),
                        Digest.of(DigestAlgorithm.SHA256, FIRST),
                        Optional.empty(),
                        new NoBody(ended)));
        assertThat(put).isInstanceOf(CompleteResult.Committed.class);
        assertThat(cancels.getFirst().get(10, TimeUnit.SECONDS)).isEqualTo(new UploadRejection.UnknownUpload());
    }

    private static CancelResult cancel(UploadScenario replica, UploadProgress progress) {
        try {
            return replica.services.cancel().cancel(UploadScenario.request(progress));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitEnd(CountDownLatch ended) {
        try {
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A body without bytes that records when it is ended. */
    private record NoBody(CountDownLatch ended) implements UploadBody {
        @Override
        public OptionalLong length() {
            return OptionalLong.of(0);
        }

        @Override
        public int read(ByteBuffer destination) {
            return -1;
        }

        @Override
        public void abort() {
            ended.countDown();
        }
    }
}
