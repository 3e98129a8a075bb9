package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.moorage.storage.s3.object.Conditions;
import dev.moorage.storage.s3.probe.StoreProbe;
import dev.moorage.storage.s3.probe.StoreTraits;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.EtagForm;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.ObjectSettings;
import dev.moorage.storage.s3.request.PartRules;
import dev.moorage.storage.s3.request.Retries;
import dev.moorage.storage.s3.staging.CommitMode;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the probe finds out about a store at start. An error of the store is not a result. */
class StoreProbeTest {
    private static final StoreTraits AMAZON = new StoreTraits(
            new Conditions(true, true, true, true, EtagForm.QUOTED),
            PartRules.NONE,
            true,
            ListingForm.V2_ENCODED,
            true);

    private final List<Duration> pauses = new ArrayList<>();

    private StoreTraits probe(SimulatedS3 s3) throws IOException {
        Bucket bucket = new Bucket(
                s3, "secret-bucket", ObjectSettings.OF_THE_BUCKET, Checksums.WHEN_REQUIRED, ListingForm.V2_ENCODED);
        StoreTraits traits = new StoreProbe(
                        bucket,
                        SimulatedStore.signedDeletes(s3),
                        Keys.below("root"),
                        new Retries(Duration.ofNanos(1)),
                        pauses::add)
                .probe(false);
        assertThat(s3.bucket().objects()).isEmpty();
        assertThat(s3.bucket().uploads()).isEmpty();
        return traits;
    }

    private StoreTraits probe(Quirk... quirks) throws IOException {
        return probe(new SimulatedS3(StoreRules.REAL.with(quirks)));
    }

    @Test
    void aStoreAsAmazonsDecidesEverything() throws IOException {
        assertThat(probe()).isEqualTo(AMAZON);
    }

    @ParameterizedTest
    @EnumSource(Quirk.class)
    void everyQuirkIsFoundOut(Quirk quirk) throws IOException {
        Conditions all = AMAZON.conditions();
        StoreTraits expected = switch (quirk) {
            case NO_CONDITIONAL_PUTS, NO_ETAGS, CONDITIONS_NOT_IMPLEMENTED ->
                with(new Conditions(false, false, false, false, EtagForm.QUOTED));
            case NO_CONDITIONAL_DELETES -> with(new Conditions(true, false, true, true, all.etags()));
            case NO_CONDITIONAL_COPIES -> with(new Conditions(true, true, false, true, all.etags()));
            case NO_CONDITIONAL_COMPLETES -> with(new Conditions(true, true, true, false, all.etags()));
            case UNQUOTED_IF_MATCH -> with(new Conditions(true, true, true, true, EtagForm.UNQUOTED));
            case ALL_PARTS_LISTED -> with(new PartRules(true, false, true));
            case NO_PART_COPIES -> with(new PartRules(false, false, false));
            case NO_COPIES ->
                new StoreTraits(
                        new Conditions(true, true, false, true, all.etags()),
                        PartRules.NONE,
                        false,
                        AMAZON.listing(),
                        true);
            case NO_START_AFTER -> new StoreTraits(all, PartRules.NONE, true, ListingForm.V1_ENCODED, true);
            case ENCODED_LISTING -> new StoreTraits(all, PartRules.NONE, true, ListingForm.V2, true);
            case LATE_DELETES, NO_DATE -> new StoreTraits(all, PartRules.NONE, true, AMAZON.listing(), false);
            case EQUAL_PARTS, WEAK_ETAGS, NO_DELETE_OBJECTS, NO_CHECKSUMS -> AMAZON;
        };
        assertThat(probe(quirk)).isEqualTo(expected);
    }

    private static StoreTraits with(Conditions conditions) {
        return new StoreTraits(conditions, PartRules.NONE, true, ListingForm.V2_ENCODED, true);
    }

    private static StoreTraits with(PartRules rules) {
        return new StoreTraits(AMAZON.conditions(), rules, true, ListingForm.V2_ENCODED, true);
    }

    @Test
    void cephBeforeVersion20DecidesPutsByABareEtag() throws IOException {
        assertThat(probe(new SimulatedS3(StoreRules.REAL.asCeph())))
                .isEqualTo(new StoreTraits(
                        new Conditions(true, false, false, false, EtagForm.UNQUOTED),
                        new PartRules(true, false, true),
                        true,
                        ListingForm.V2_ENCODED,
                        true));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_DOWN", "ANSWER_LOST", "ERROR_IN_ANSWER", "CONFLICT"})
    void anErrorOfAnyRequestOfTheProbeChangesNothing(Fault fault) throws IOException {
        SimulatedS3 counted = new SimulatedS3(StoreRules.REAL);
        probe(counted);
        for (var requests : counted.takeCounts().entrySet()) {
            for (int i = 0; i < requests.getValue(); i++) {
                SimulatedS3 s3 = new SimulatedS3(StoreRules.REAL);
                s3.faults().spare(requests.getKey(), i);
                s3.faults().next(requests.getKey(), fault);
                Bucket bucket = new Bucket(
                        s3, "b", ObjectSettings.OF_THE_BUCKET, Checksums.WHEN_REQUIRED, ListingForm.V2_ENCODED);
                StoreProbe probe = new StoreProbe(
                        bucket,
                        SimulatedStore.signedDeletes(s3),
                        Keys.below(""),
                        new Retries(Duration.ofNanos(1)),
                        pauses::add);
                assertThat(probe.probe(false))
                        .as("%s at %s %d", fault, requests.getKey(), i)
                        .isEqualTo(AMAZON);
            }
        }
    }

    @Test
    void aStoreThatNeverAnswersIsAskedAFewTimesWithLongerPausesAndThenTheDriverDoesNotOpen() {
        SimulatedS3 s3 = new SimulatedS3(StoreRules.REAL);
        for (int i = 0; i < 20; i++) {
            s3.faults().next("CopyObject", Fault.SLOW_DOWN);
        }
        assertThatIOException()
                .isThrownBy(() -> probe(s3))
                .withMessageContaining("did not answer 5 times")
                .withMessageContaining("503 SlowDown")
                .withMessageNotContaining("secret-bucket");
        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
    }

    @Test
    void objectsOfOthersWithOddNamesAreNeitherListedNorInTheWay() throws IOException {
        SimulatedStore store = SimulatedStore.small(CommitMode.COPY);
        ObjectKey prefix = new ObjectKey("some/folder");
        List<String> others = List.of(
                "a/ blank",
                "a/%41",
                "a//b",
                "b/\u00e9/x",
                "b/\ud83d\ude00",
                "c/..",
                "c/\u0001",
                "d ",
                "\u00fc",
                "z\\y");
        try (StorageDriver driver = store.open()) {
            for (String key : List.of("a/one", "b/two", "b+c/three", "d%2F/four", "z/five")) {
                driver.put(prefix.resolve(key), new byte[3], WriteCondition.ANY, Durability.POWER_LOSS);
            }
            others.forEach(name -> store.s3().bucket().put("some/root/some/folder/" + name, new byte[1]));
            for (int limit : new int[] {1, 2, 3, 1000}) {
                assertThat(listed(driver, prefix, limit, true)).containsExactly("a", "b+c", "b", "c", "d%2F", "z");
                // Objects of other programs are listed if their names are valid keys of the port.
                assertThat(listed(driver, prefix, limit, false))
                        .containsExactly("a/%41", "a/one", "b+c/three", "b/two", "d%2F/four", "z/five");
            }
        }
    }

    private static List<String> listed(StorageDriver driver, ObjectKey prefix, int limit, boolean delimited)
            throws IOException {
        List<String> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        for (int pages = 0; pages < 100; pages++) {
            var page = driver.list(prefix, new ListOptions(limit, after, delimited, false));
            page.entries()
                    .forEach(entry -> found.add(
                            entry.key().value().substring(prefix.value().length() + 1)));
            if (page.next().isEmpty()) {
                return found;
            }
            assertThat(page.next()).isNotEqualTo(after);
            after = page.next();
        }
        throw new AssertionError("the listing does not end: " + found);
    }
}
