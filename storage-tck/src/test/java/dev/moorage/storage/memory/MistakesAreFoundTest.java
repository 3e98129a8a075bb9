package dev.moorage.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.moorage.storage.tck.report.StorageReport;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The kit finds mistakes. Over a driver with a mistake, the test for that mistake fails. Over the driver as it is, the test
 * passes.
 */
class MistakesAreFoundTest {
    @TestFactory
    Stream<DynamicTest> everyMistakeIsFoundByTheTestThatIsForIt() {
        return repeated(Mistake.all())
                .map(mistake -> DynamicTest.dynamicTest(
                        mistake + " is found by " + mistake.caughtBy(),
                        () -> assertThat(impatiently(() -> run(MutantDriverContracts.class, mistake))
                                        .getTestsFailedCount())
                                .as("failures of %s over a driver with %s", mistake.caughtBy(), mistake)
                                .isEqualTo(1)));
    }

    @TestFactory
    Stream<DynamicTest> theTestsPassOverADriverThatMakesNone() {
        return repeated(Mistake.all().stream().map(Mistake::caughtBy).distinct().toList())
                .filter(test -> !test.equals("theMemoryForABodyDoesNotGrowWithIt")) // Here, the memory is the store.
                .map(test -> DynamicTest.dynamicTest(
                        test,
                        () -> assertThat(run(InMemoryStorageDriverTest.class, mistakeOf(test))
                                        .getTestsSucceededCount())
                                .isEqualTo(1)));
    }

    /** A driver that holds what others need is found after half a second, and not after the kit's 20 seconds. */
    private static TestExecutionSummary impatiently(Supplier<TestExecutionSummary> run) {
        System.setProperty("moorage.storage-tck.patience", "500");
        try {
            return run.get();
        } finally {
            System.clearProperty("moorage.storage-tck.patience");
        }
    }

    /** Each element as often as {@code moorage.storage-tck.runs} says. A mistake that is found by luck is missed in some run. */
    private static <T> Stream<T> repeated(List<T> all) {
        return IntStream.range(0, Integer.getInteger("moorage.storage-tck.runs", 1))
                .boxed()
                .flatMap(_ -> all.stream());
    }

    private static Mistake mistakeOf(String test) {
        return Mistake.all().stream()
                .filter(mistake -> mistake.caughtBy().equals(test))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void noTwoMistakesHaveOneName() {
        var names = Mistake.all().stream().map(Mistake::name).toList();
        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    }

    private static TestExecutionSummary run(Class<?> testClass, Mistake mistake) {
        Method test = Arrays.stream(testClass.getMethods())
                .filter(method -> method.getName().equals(mistake.caughtBy()))
                .findFirst()
                .orElseThrow();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(testClass, test))
                .configurationParameter(MutantDriverContracts.PARAMETER, mistake.name())
                .configurationParameter(StorageReport.FOLDER, "")
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        assertThat(summary.getSummary().getTestsStartedCount()).isEqualTo(1);
        return summary.getSummary();
    }
}
