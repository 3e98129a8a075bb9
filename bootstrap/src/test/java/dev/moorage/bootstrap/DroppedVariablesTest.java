package dev.moorage.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DroppedVariablesTest {
    @Test
    void whatTheShellDroppedIsThereAgainAndWhatItHandedOnStays() {
        assertThat(
                        DroppedVariables.restored(
                                Map.of(
                                        "REGISTRY_LOG_LEVEL",
                                        "info",
                                        "MOORAGE_DROPPED_VARIABLES",
                                        "REGISTRY_HTTP_HEADERS_X-A=['a=b']\nREGISTRY_HTTP_HEADERS_X-B=- c\u0001- d\nno variable\nREGISTRY_LOG_LEVEL=debug")))
                .isEqualTo(Map.of(
                        "REGISTRY_LOG_LEVEL",
                        "info",
                        "REGISTRY_HTTP_HEADERS_X-A",
                        "['a=b']",
                        "REGISTRY_HTTP_HEADERS_X-B",
                        "- c\n- d"));
    }
}
