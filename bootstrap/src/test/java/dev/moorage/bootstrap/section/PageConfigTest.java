package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The section {@code ui}. */
class PageConfigTest extends ConfigurationReading {
    @Test
    void thePageIsOnAndCanBeMovedAndSwitchedOff() throws IOException, InvalidConfigurationException {
        assertThat(read("version: 0.1\n", Map.of()).configuration().get(PageConfig.class))
                .isEqualTo(new PageConfig(true, "/ui/"));
        assertThat(read("version: 0.1\nui: {path: /a/b/}\n", Map.of("REGISTRY_UI_ENABLED", "false"))
                        .configuration()
                        .get(PageConfig.class))
                .isEqualTo(new PageConfig(false, "/a/b/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "ui", "/ui", "/v2/", "/v2/ui/", "/../", "/a b/", "/a\"/", "/livez/"})
    void whatIsNoPathIsNamed(String path) {
        assertThat(errors("version: 0.1\nui: {path: '" + path + "'}\n"))
                .singleElement()
                .asString()
                .startsWith("ui.path: is not a path");
    }
}
