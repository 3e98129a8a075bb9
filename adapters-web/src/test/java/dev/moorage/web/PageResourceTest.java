package dev.moorage.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The files that a browser loads for the first view. */
class PageResourceTest {
    /** In bytes, of all files together as they are sent to a client that accepts no compression. */
    private static final int MOST_OF_THE_FIRST_VIEW = 50_000;

    @Test
    void theFirstViewIsSmall() {
        int bytes = Arrays.stream(PageResource.values())
                .mapToInt(resource -> resource.read().length)
                .sum();
        assertThat(bytes).isBetween(10_000, MOST_OF_THE_FIRST_VIEW - 1);
    }

    @Test
    void theScriptNeedsNoEvaluationAndNoOtherScript() {
        assertThat(new String(PageResource.SCRIPT.read(), StandardCharsets.UTF_8))
                .startsWith("/*")
                .contains("BSD-3-Clause", "_moorage/")
                .doesNotContain("eval(", "new Function", "import(", "import{");
    }
}
