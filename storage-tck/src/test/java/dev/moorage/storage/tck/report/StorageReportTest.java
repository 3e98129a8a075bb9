package dev.moorage.storage.tck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The summary: which tests passed, which did not and why, and what was found out. */
class StorageReportTest {
    @TempDir
    private Path folder;

    @ExtendWith(StorageReport.class)
    interface ColourContract {
        @Test
        default void redIsRed(Findings findings) {
            findings.note("wavelength", 700);
        }

        @Test
        default void blueIsBlue() {
            throw new AssertionError("it is green");
        }

        @Test
        default void infraredIsSeen() {
            Assumptions.abort("the eye does not claim that");
        }

        @Test
        default void ultravioletIsSeen() {
            throw new AssertionError("is overridden");
        }

        @Test
        @Tag("slow")
        default void paintDries() {
            throw new AssertionError("is left out");
        }
    }

    static class Colours implements ColourContract {
        @Override
        @Test
        @Disabled("there are no bees here")
        public void ultravioletIsSeen() {
            throw new AssertionError("is disabled");
        }
    }

    private String summaryOf(Class<?> testClass) throws Exception {
        LauncherFactory.create()
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(testClass))
                        .filters(TagFilter.excludeTags("slow"))
                        .configurationParameter(StorageReport.FOLDER, folder.toString())
                        .build());
        return Files.readString(folder.resolve(testClass.getName() + ".md"));
    }

    @Test
    void whatPassedFailedWasNotClaimedDisabledAndNotRunIsCounted() throws Exception {
        assertThat(summaryOf(Colours.class))
                .contains("| colour contract | 1      | 1      | 1           | 1        | 1       |");
    }

    @Test
    void theReportHasTheReasons() throws Exception {
        assertThat(summaryOf(Colours.class))
                .contains("- blue is blue: it is green")
                .contains("Not claimed:\n\n- infrared is seen: the eye does not claim that")
                .contains("Disabled:\n\n- ultraviolet is seen: there are no bees here")
                .contains("- paint dries: left out");
    }

    @Test
    void theReportHasWhatWasFound() throws Exception {
        assertThat(summaryOf(Colours.class)).contains("| wavelength     | 700   |");
    }

    static class WithoutFaults implements ColourContract {
        @Override
        @Test
        public void infraredIsSeen() {
            Assumptions.abort("the test class does not override faults()");
        }
    }

    @Test
    void whatTheAuthorHasNotProvidedIsTheFirstLine() throws Exception {
        assertThat(summaryOf(WithoutFaults.class))
                .contains("**NOT TESTED: 1 tests need faults(), which WithoutFaults does not override.");
        assertThat(summaryOf(Colours.class)).doesNotContain("NOT TESTED");
    }

    @Test
    void aFailureNamesThePromiseAndWhatWasFound() {
        assertThat(new BrokenPromise("blueIsBlue", new AssertionError("it is green")))
                .hasMessage("the driver does not keep the promise \"blue is blue\": it is green");
        assertThat(new BrokenPromise("blueIsBlue", new IOException("no light")))
                .hasMessage("the driver does not keep the promise \"blue is blue\": java.io.IOException: no light");
    }
}
