package dev.moorage.domain.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UploadProtocolExplorationTest {
    private static final int MAX_REQUESTS = 4;

    @Test
    void noInterleavingOfRequestsFaultsAndACrashBreaksAnInvariant() {
        boolean isQuick = "quick".equals(System.getProperty("moorage.exploration"));
        int requests = isQuick ? MAX_REQUESTS - 1 : MAX_REQUESTS;
        Exploration.Report report = new Exploration(new UploadProtocol(), requests).explore();
        System.out.println("explored " + report);
        assertThat(report.broken()).isEmpty();
        assertThat(report.states()).isGreaterThan(isQuick ? 10_000 : 100_000);
    }

    @ParameterizedTest
    @EnumSource
    void everyGuardHoldsAnInvariant(UploadGuard guard) {
        Set<UploadGuard> others = EnumSet.complementOf(EnumSet.of(guard));
        Exploration.Report report = new Exploration(new UploadProtocol(others), MAX_REQUESTS).explore();
        System.out.println("without " + guard + ": " + report);
        assertThat(report.broken()).isPresent();
    }
}
