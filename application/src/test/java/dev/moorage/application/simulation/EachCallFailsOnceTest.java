package dev.moorage.application.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.simulation.store.S3Store;
import dev.moorage.application.simulation.store.SimulatedDriver;
import dev.moorage.application.simulation.store.SimulatedStore;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Pushes in every way, over every kind of store, while each call to the store fails once: before it takes effect, and
 * after. The client reacts as real clients do, and gets its 201. A purge removes what is left. Multipart uploads of S3
 * that no record names are excepted: they are left to a purge that lists them.
 */
class EachCallFailsOnceTest {
    private static final RepositoryName REPOSITORY = new RepositoryName("pushed");
    private static final int SMALL = SimulatedStore.WHOLE_PUT - 2;
    private static final int STAGED = 30;
    private static final PortableHashing PORTABLE = PortableHashing.detect();

    @Test
    void aPushComesToItsEndWhicheverCallFailsAndLeavesNothing() throws IOException {
        for (Settings.Dialect dialect : Settings.Dialect.values()) {
            for (PatientClient.Way way : PatientClient.Way.values()) {
                assertThat(callsThatFailed(dialect, way, STAGED)).isGreaterThan(2);
                if (way.isWhole()) {
                    assertThat(callsThatFailed(dialect, way, SMALL)).isGreaterThan(2);
                }
            }
        }
    }

    private static int callsThatFailed(Settings.Dialect dialect, PatientClient.Way way, int size) throws IOException {
        for (int failing = 1; ; failing++) {
            boolean more = false;
            for (boolean applied : new boolean[] {false, true}) {
                more |= push(dialect, way, size, new FailingOnce(failing, applied), failing, applied);
            }
            if (!more) {
                return failing - 1;
            }
        }
    }

    /** Returns whether there was a call with that number. */
    private static boolean push(
            Settings.Dialect dialect, PatientClient.Way way, int size, FailingOnce calls, int failing, boolean applied)
            throws IOException {
        SimulatedClock clock = new SimulatedClock();
        SimulatedStore store = dialect.store(clock, Set.of());
        Invariants invariants = new Invariants(store, clock, new Coverage(), note -> {}, true, false);
        byte[] blob = new byte[size];
        new Random(size).nextBytes(blob);
        Digest digest = Digest.of(DigestAlgorithm.SHA256, blob);
        Random ids = new Random(1);
        List<Replica> replicas = IntStream.range(0, 2)
                .mapToObj(i -> Replica.over(
                        "replica " + i,
                        new SimulatedDriver(store, calls),
                        PORTABLE,
                        () -> {
                            UploadId id = new UploadId(new UUID(ids.nextLong(), ids.nextLong()));
                            for (int from = 0; from < size; from++) {
                                invariants.ledger(id).attempt(from, Arrays.copyOfRange(blob, from, size));
                            }
                            return id;
                        },
                        clock,
                        new UploadProtocol(),
                        () -> {},
                        ids::nextLong))
                .toList();
        store.watch(invariants);
        String situation = dialect + ", " + way + " of " + size + " bytes, call " + failing
                + (applied ? " without an answer: " : " refused: ");
        try {
            new PatientClient(replicas, REPOSITORY, blob, digest).push(way);
        } catch (Violation | RuntimeException e) {
            throw new AssertionError(situation + calls.failed(), e);
        }
        invariants.promises().promise(new Promises.Blob(REPOSITORY, digest), 0);
        assertThat(store.get(RegistryKeys.blob(digest)).orElseThrow().content().bytes())
                .as(situation + calls.failed())
                .isEqualTo(blob);
        purge(clock, replicas.getFirst());
        calls.failNoMore();
        purge(clock, replicas.getFirst());
        assertThat(store.leftovers()).as(situation + calls.failed()).allMatch(left -> left.startsWith(S3Store.UPLOAD));
        return !calls.failed().isEmpty();
    }

    private static void purge(SimulatedClock clock, Replica replica) {
        clock.advance(World.PURGE_AGE.plus(Duration.ofMinutes(1)));
        try {
            replica.purge().purge(World.PURGE_AGE, false, new UnheardPurges());
        } catch (IOException _) {
            // A later purge removes it.
        }
    }
}
