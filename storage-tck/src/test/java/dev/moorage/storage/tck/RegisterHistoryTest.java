package dev.moorage.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.tck.RegisterHistory.Read;
import dev.moorage.storage.tck.RegisterHistory.Write;
import dev.moorage.storage.tck.RegisterHistory.WriteIf;
import org.junit.jupiter.api.Test;

/** The checker of histories. It must accept every history that can have happened, and no other. */
class RegisterHistoryTest {
    private final RegisterHistory history = new RegisterHistory();

    @Test
    void whatHappenedOneAfterAnotherIsARegistersHistory() {
        history.add(0, history.now(), new Read(RegisterHistory.ABSENT));
        history.add(0, history.now(), new WriteIf(RegisterHistory.ABSENT, 1, true));
        history.add(1, history.now(), new WriteIf(RegisterHistory.ABSENT, 2, false));
        history.add(1, history.now(), new WriteIf(1, 3, true));
        history.add(0, history.now(), new Read(3));
        history.add(0, history.now(), new Write(RegisterHistory.ABSENT));
        history.add(1, history.now(), new Read(RegisterHistory.ABSENT));
        assertThat(history.isLinearizable()).isTrue();
    }

    @Test
    void aReadMaySeeAWriteThatHasNotEnded() {
        int writing = history.now();
        history.add(1, history.now(), new Read(1));
        history.add(0, writing, new Write(1));
        assertThat(history.isLinearizable()).isTrue();
    }

    @Test
    void aReadAfterAWriteHasEndedSeesIt() {
        history.add(0, history.now(), new Write(1));
        history.add(1, history.now(), new Read(RegisterHistory.ABSENT));
        assertThat(history.isLinearizable()).isFalse();
    }

    @Test
    void whatWasSeenIsNotUnseen() {
        int writing = history.now();
        history.add(1, history.now(), new Read(1));
        history.add(1, history.now(), new Read(RegisterHistory.ABSENT));
        history.add(0, writing, new Write(1));
        assertThat(history.isLinearizable()).isFalse();
    }

    @Test
    void ofTwoWritesOverOneVersionOneIsRefused() {
        history.add(0, history.now(), new Write(1));
        int first = history.now();
        int second = history.now();
        history.add(0, first, new WriteIf(1, 2, true));
        history.add(1, second, new WriteIf(1, 3, true));
        assertThat(history.isLinearizable()).isFalse();
    }

    @Test
    void nobodyIsRefusedForNothing() {
        history.add(0, history.now(), new Write(1));
        history.add(0, history.now(), new WriteIf(1, 2, false));
        assertThat(history.isLinearizable()).isFalse();
    }
}
