package dev.moorage.application.service.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionRecordTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void aRecordIsReadAsItWasWritten() {
        CollectionRecord record = CollectionRecord.EMPTY.ended(NOW).reported(-1, NOW.plusSeconds(7));
        assertThat(record.format())
                .isEqualTo("finished 2026-11-30T12:00:00Z\nrunning ffffffffffffffff 2026-11-30T12:00:07Z\n");
        assertThat(CollectionRecord.parse(record.format())).isEqualTo(record);
        assertThat(CollectionRecord.parse(CollectionRecord.EMPTY.format())).isEqualTo(CollectionRecord.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "finished",
                "finished soon",
                "finished 2026-11-30T12:00",
                "running",
                "running 1",
                "running g000000000000000 2026-11-30T12:00:00Z",
                "running 0000000000000001 now",
                "running 0000000000000001 2026-11-30T12:00:00Z again",
                "another version",
                "\u0000"
            })
    void aTextThatCannotBeReadIsAnEmptyRecord(String text) {
        assertThat(CollectionRecord.parse(text)).isEqualTo(CollectionRecord.EMPTY);
    }

    @Test
    void aLineOfALaterVersionIsLeftOut() {
        assertThat(CollectionRecord.parse("later 1\nfinished " + NOW + "\n"))
                .isEqualTo(new CollectionRecord(Optional.of(NOW), Optional.empty()));
    }

    @Test
    void aCollectionIsDueAfterTheIntervalAndNotBefore() {
        CollectionRecord record = CollectionRecord.EMPTY.ended(NOW);
        assertThat(CollectionRecord.EMPTY.isDue(NOW, DAY)).isTrue();
        assertThat(record.isDue(NOW, DAY)).isFalse();
        assertThat(record.isDue(NOW.plus(DAY).minusMillis(1), DAY)).isFalse();
        assertThat(record.isDue(NOW.plus(DAY), DAY)).isTrue();
    }

    @Test
    void aCollectionThatReportsKeepsOthersFromBeginningForTenMinutes() {
        CollectionRecord record = CollectionRecord.EMPTY.reported(1, NOW);
        assertThat(record.isDue(NOW.plusSeconds(599), DAY)).isFalse();
        assertThat(record.isDue(NOW.plusSeconds(600), DAY)).isTrue();
    }

    @Test
    void aTimeThatIsFurtherInTheFutureThanTheIntervalIsNotBelieved() {
        CollectionRecord record = CollectionRecord.EMPTY.ended(NOW.plus(DAY));
        assertThat(record.isDue(NOW, DAY)).isTrue();
        assertThat(record.isDue(NOW.plusSeconds(1), DAY)).isFalse();
    }
}
