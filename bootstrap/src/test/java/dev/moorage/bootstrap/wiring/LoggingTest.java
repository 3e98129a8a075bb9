package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import dev.moorage.bootstrap.section.LogConfig;
import dev.moorage.bootstrap.section.LogConfig.AccessFormat;
import dev.moorage.bootstrap.section.LogConfig.Formatter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static final String DRIVER = "com.example.tape";

    @AfterEach
    void forget() {
        ((Logger) LoggerFactory.getLogger(DRIVER)).setLevel(null);
    }

    @Test
    void theLevelOfTheServerIsThatOfADriverAndOfNoOtherLibrary() {
        Logging.include(DRIVER, new LogConfig("debug", Formatter.TEXT, Map.of(), false, AccessFormat.TEXT));
        assertThat(LoggerFactory.getLogger(DRIVER + ".reel.Motor").isDebugEnabled())
                .isTrue();
        assertThat(LoggerFactory.getLogger("com.example.library").isInfoEnabled())
                .isFalse();
        Logging.include(DRIVER, LogConfig.QUIET);
        assertThat(LoggerFactory.getLogger(DRIVER + ".reel.Motor").isWarnEnabled())
                .isFalse();
    }
}
