package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code log}, and {@code loglevel}, the key that Distribution had before {@code log.level}.
 *
 * @param level one of error, warn, info, debug
 * @param json whether log lines are JSON
 * @param access whether each request is logged
 */
public record LogConfig(String level, boolean json, boolean access) {
    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");
    private static final Set<String> FORMATTERS = Set.of("text", "json", "logstash");

    private static final Key<Optional<String>> LEVEL = Key.optional(
                    "log.level", "`error`, `warn`, `info` or `debug`: the least severe lines that are logged")
            .showing("`info`");
    private static final Key<Optional<String>> OLD_LEVEL =
            Key.optional("loglevel", "deprecated: the value of `log.level`, where that is not set");
    private static final Key<String> FORMATTER =
            Key.text("log.formatter", "text", "`json` for JSON lines. `logstash` is the same as `json`");
    private static final Key<Boolean> ACCESS_DISABLED =
            Key.flag("log.accesslog.disabled", false, "`true`: requests are not logged");

    public static final ConfigSection<LogConfig> SECTION =
            ConfigSection.of(LogConfig.class, LogConfig::read, LEVEL, OLD_LEVEL, FORMATTER, ACCESS_DISABLED);

    public LogConfig {
        Objects.requireNonNull(level);
    }

    private static LogConfig read(Values values) {
        Optional<String> level = values.get(LEVEL);
        Optional<String> old = values.get(OLD_LEVEL);
        if (old.isPresent()) {
            values.warning(OLD_LEVEL, "is deprecated; use log.level, which goes before it");
        }
        String formatter = values.get(FORMATTER);
        if (!FORMATTERS.contains(formatter)) {
            values.error(FORMATTER, "is none of text, json, logstash");
        }
        return new LogConfig(
                level.isPresent() ? level(LEVEL, level.get(), values) : level(OLD_LEVEL, old.orElse("info"), values),
                !formatter.equals("text"),
                !values.get(ACCESS_DISABLED));
    }

    private static String level(Key<?> key, String text, Values values) {
        String level = text.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            values.error(key, "is none of error, warn, info, debug");
        }
        return level;
    }
}
