package dev.moorage.application.service.upload.purge;

import static dev.moorage.application.service.upload.purge.PurgeScenario.AGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.hash.PortableHashing;
import dev.moorage.application.port.in.upload.AppendResult;
import dev.moorage.application.port.in.upload.CompleteResult;
import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.application.port.in.upload.UploadRejection;
import dev.moorage.application.service.upload.UploadScenario;
import dev.moorage.application.service.upload.purge.PurgeScenario.Purged;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.HookedStorageDriver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs a purge while another request changes the same uploads before the purge's first call, its second, and so on. */
class PurgeRaceTest {
    private static final byte[] BLOB = Bodies.random(1, 3000);
    private static final byte[] FIRST = Arrays.copyOf(BLOB, 1000);
    private static final byte[] REST = Arrays.copyOfRange(BLOB, 1000, BLOB.length);
    private static final Digest DIGEST = Digest.of(DigestAlgorithm.SHA256, BLOB);

    private interface Rival {
        void act(PurgeScenario scenario) throws IOException;
    }

    /** Acts once, before the call with a given number, and reports whether there was one. */
    private static final class Intrusion implements HookedStorageDriver.Hook {
        private final int moment;
        private final Rival rival;
        private final PurgeScenario scenario;
        private int calls;

        Intrusion(int moment, PurgeScenario scenario, Rival rival) {
            this.moment = moment;
            this.scenario = scenario;
            this.rival = rival;
        }

        @Override
        public void before(String method, ObjectKey key) throws IOException {
            if (calls++ == moment) {
                rival.act(scenario);
            }
        }

        boolean acted() {
            return calls > moment;
        }
    }

    @Test
    void anUploadThatIsResumedAtAnyMomentIsWhollyAliveOrWhollyGone() throws IOException {
        int alive = 0;
        int gone = 0;
        for (int moment = 0; ; moment++) {
            PurgeScenario scenario = new PurgeScenario();
            UploadProgress idle = scenario.replica.patched(scenario.replica.start(), FIRST);
            scenario.clock.pass(AGE);
            List<AppendResult> answers = new ArrayList<>();
            Intrusion resume = new Intrusion(moment, scenario, s -> answers.add(s.replica.patch(idle, REST)));
            Purged purged = scenario.purge(resume);
            if (!resume.acted()) {
                break;
            }
            assertThat(purged.failed()).as("call %d", moment).isEmpty();
            if (answers.getFirst() instanceof AppendResult.Appended(UploadProgress resumed)) {
                alive++;
                assertThat(purged.report().living()).as("call %d", moment).isEqualTo(1);
                assertThat(scenario.replica.put(resumed, DIGEST, new byte[0]))
                        .as("call %d", moment)
                        .isEqualTo(new CompleteResult.Committed(DIGEST));
            } else {
                gone++;
                assertThat(answers.getFirst()).as("call %d", moment).isInstanceOf(UploadRejection.UnknownUpload.class);
                assertThat(purged.report().purged()).as("call %d", moment).isEqualTo(1);
                assertThat(scenario.remains()).as("call %d", moment).isEmpty();
                assertThat(scenario.store.stagedCount()).as("call %d", moment).isZero();
            }
        }
        assertThat(alive).isPositive();
        assertThat(gone).isPositive();
    }

    @Test
    void aPurgeAtAnyMomentOfAResumedUploadHarmsNothing() throws IOException {
        for (int moment = 0; ; moment++) {
            PurgeScenario scenario = new PurgeScenario();
            UploadProgress idle = scenario.replica.patched(scenario.replica.start(), FIRST);
            scenario.clock.pass(AGE);
            Intrusion purge = new Intrusion(moment, scenario, s -> s.purge(false));
            UploadScenario resuming = new UploadScenario(
                    new HookedStorageDriver(scenario.driver, purge), PortableHashing.detect(), scenario.clock);
            AppendResult answer = resuming.patch(idle, REST);
            if (answer instanceof AppendResult.Appended(UploadProgress resumed)) {
                assertThat(scenario.replica.put(resumed, DIGEST, new byte[0]))
                        .as("call %d", moment)
                        .isEqualTo(new CompleteResult.Committed(DIGEST));
            } else {
                assertThat(answer).as("call %d", moment).isInstanceOf(UploadRejection.UnknownUpload.class);
                assertThat(scenario.remains()).as("call %d", moment).isEmpty();
            }
            if (!purge.acted()) {
                assertThat(moment).isGreaterThan(3);
                return;
            }
        }
    }

    @Test
    void twoPurgesAtOnceLeaveNothingAndFailNowhere() throws IOException {
        for (int moment = 0; ; moment++) {
            PurgeScenario scenario = new PurgeScenario();
            scenario.replica.patched(scenario.replica.start(), FIRST);
            UploadProgress committed = scenario.replica.patched(scenario.replica.start(), BLOB);
            scenario.replica.put(committed, DIGEST, new byte[0]);
            scenario.orphan(1);
            scenario.distributions(2, scenario.clock.instant());
            scenario.clock.pass(AGE);
            List<Purged> others = new ArrayList<>();
            Intrusion other = new Intrusion(moment, scenario, s -> others.add(s.purge(false)));
            Purged one = scenario.purge(other);
            if (!other.acted()) {
                break;
            }
            assertThat(one.failed()).as("call %d", moment).isEmpty();
            assertThat(others.getFirst().failed()).as("call %d", moment).isEmpty();
            // An upload that the first purge has ended and not yet deleted is young for the second, which leaves it to
            // the first.
            assertThat(one.report().purged() + others.getFirst().report().purged())
                    .as("call %d", moment)
                    .isGreaterThanOrEqualTo(4);
            assertThat(scenario.remains()).as("call %d", moment).isEmpty();
            assertThat(scenario.store.stagedCount()).as("call %d", moment).isZero();
        }
    }

    @Test
    void aPurgeThatIsLateHarmsNoUploadThatBeganAgainAfterAnotherPurge() throws IOException {
        int begun = 0;
        for (int moment = 0; ; moment++) {
            PurgeScenario scenario = new PurgeScenario();
            UploadProgress started = scenario.replica.start();
            scenario.replica.put(scenario.replica.patched(started, BLOB), DIGEST, new byte[0]);
            scenario.clock.pass(AGE);
            List<AppendResult> answers = new ArrayList<>();
            Intrusion again = new Intrusion(moment, scenario, s -> {
                s.purge(false);
                answers.add(s.replica.patch(started, FIRST));
            });
            scenario.purge(again);
            if (!again.acted()) {
                break;
            }
            if (answers.getFirst() instanceof AppendResult.Appended(UploadProgress progress)) {
                begun++;
                assertThat(scenario.replica.put(progress, Digest.of(DigestAlgorithm.SHA256, FIRST), new byte[0]))
                        .as("call %d", moment)
                        .isInstanceOf(CompleteResult.Committed.class);
            }
        }
        assertThat(begun).isPositive();
    }

    @Test
    void aPurgeThatIsKilledAtAnyMomentIsFinishedByLaterOnes() throws IOException {
        for (int moment = 0; ; moment++) {
            PurgeScenario scenario = new PurgeScenario();
            scenario.replica.patched(scenario.replica.start(), FIRST);
            scenario.orphan(1);
            scenario.distributions(2, scenario.clock.instant());
            scenario.clock.pass(AGE);
            AtomicInteger calls = new AtomicInteger();
            int last = moment;
            boolean[] killed = new boolean[1];
            try {
                scenario.purge((_, _) -> {
                    if (calls.getAndIncrement() >= last) {
                        killed[0] = true;
                        throw new IllegalStateException("killed");
                    }
                });
            } catch (IllegalStateException _) {
                // None of the uploads continues.
            }
            scenario.clock.pass(AGE);
            assertThat(scenario.purge(false).failed()).as("call %d", moment).isEmpty();
            assertThat(scenario.remains()).as("call %d", moment).isEmpty();
            assertThat(scenario.store.stagedCount()).as("call %d", moment).isZero();
            if (!killed[0]) {
                assertThat(moment).isGreaterThan(20);
                return;
            }
        }
    }

    @Test
    void manyUploadsThatAreResumedWhileTwoPurgesRunAreAliveOrGone() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            PurgeScenario scenario = new PurgeScenario();
            List<UploadProgress> idle = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                idle.add(scenario.replica.patched(scenario.replica.start(), FIRST));
            }
            scenario.clock.pass(AGE);
            List<UploadProgress> resumed =
                    idle.stream().filter(_ -> random.nextBoolean()).toList();
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                Future<Purged> one = threads.submit(() -> scenario.purge(false));
                Future<Purged> two = threads.submit(() -> scenario.purge(false));
                Future<List<AppendResult>> client = threads.submit(() -> {
                    List<AppendResult> answers = new ArrayList<>();
                    for (UploadProgress progress : resumed) {
                        answers.add(scenario.replica.patch(progress, REST));
                    }
                    return answers;
                });
                String context = "seed %d, round %d".formatted(seed, round);
                assertThat(one.get().failed()).as(context).isEmpty();
                assertThat(two.get().failed()).as(context).isEmpty();
                for (AppendResult answer : client.get()) {
                    if (answer instanceof AppendResult.Appended(UploadProgress progress)) {
                        assertThat(scenario.replica.put(progress, DIGEST, new byte[0]))
                                .as(context)
                                .isEqualTo(new CompleteResult.Committed(DIGEST));
                    } else {
                        assertThat(answer).as(context).isInstanceOf(UploadRejection.UnknownUpload.class);
                    }
                }
                scenario.clock.pass(AGE);
                scenario.purge(false);
                assertThat(scenario.remains()).as(context).isEmpty();
                assertThat(scenario.store.stagedCount()).as(context).isZero();
            }
        }
    }
}
