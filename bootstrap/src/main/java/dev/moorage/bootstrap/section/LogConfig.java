package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code log}, and {@code loglevel}, the key that Distribution had before {@code log.level}.
 *
 * @param level one of error, warn, info, debug
 * @param fields what every line has
 * @param access whether each request is logged
 */
public record LogConfig(
        String level, Formatter formatter, Map<String, String> fields, boolean access, AccessFormat accessFormat) {
    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");

    /** How lines are written. */
    public enum Formatter {
        /** For people. */
        TEXT,
        /** Lines of JSON with {@code time} and {@code msg}. */
        JSON,
        /** Lines of JSON with {@code @timestamp} and {@code message}. */
        LOGSTASH
    }

    /** How requests are written. */
    public enum AccessFormat {
        /** As other lines for people. */
        TEXT,
        /** The combined format of Apache, on standard output. */
        COMBINED,
        /** Lines of JSON. */
        JSON
    }

    private static final Key<Optional<String>> LEVEL = Key.optional(
                    "log.level", "`error`, `warn`, `info` or `debug`: the least severe lines that are logged")
            .showing("`info`");
    private static final Key<Optional<String>> OLD_LEVEL =
            Key.optional("loglevel", "deprecated: the value of `log.level`, where that is not set");
    private static final Key<Formatter> FORMATTER = Key.of(
            "log.formatter",
            "text",
            Formatter.TEXT,
            "`text`",
            "`json` for JSON lines with `time`, `level` and `msg`. `logstash` names them `@timestamp`, `level` and"
                    + " `message`",
            (section, name, otherwise) -> section.parsed(
                    name, otherwise, text -> named(Formatter.values(), text), "is none of text, json, logstash"));
    private static final Key<Map<String, String>> FIELDS = Key.of(
            "log.fields",
            "mapping",
            Map.of(),
            "none",
            "fields that every line has, except those of `combined`",
            (section, name, _) -> {
                Map<String, String> fields = new LinkedHashMap<>();
                section.section(name).textsByKey().forEach((key, texts) -> fields.put(key, String.join(",", texts)));
                return fields;
            });
    private static final Key<Boolean> ACCESS_DISABLED =
            Key.flag("log.accesslog.disabled", false, "`true`: requests are not logged");
    private static final Key<AccessFormat> ACCESS_FORMAT = Key.of(
                    "log.accesslog.format",
                    "text",
                    AccessFormat.TEXT,
                    "`text`, or `json` where `log.formatter` is not `text`",
                    "`text`, `json` with Distribution's names of fields, or `combined`, the format of Apache, on standard"
                            + " output",
                    (section, name, otherwise) -> section.parsed(
                            name,
                            otherwise,
                            text -> named(AccessFormat.values(), text),
                            "is none of text, combined, json"))
            .ours();

    /** Errors and no requests, for a command that reads no configuration. */
    public static final LogConfig QUIET = new LogConfig("error", Formatter.TEXT, Map.of(), false, AccessFormat.TEXT);

    public static final ConfigSection<LogConfig> SECTION = ConfigSection.of(
            LogConfig.class, LogConfig::read, LEVEL, OLD_LEVEL, FORMATTER, FIELDS, ACCESS_DISABLED, ACCESS_FORMAT);

    public LogConfig {
        Objects.requireNonNull(level);
        Objects.requireNonNull(formatter);
        fields = Map.copyOf(fields);
        Objects.requireNonNull(accessFormat);
    }

    private static LogConfig read(Values values) {
        Optional<String> level = values.get(LEVEL);
        Optional<String> old = values.get(OLD_LEVEL);
        if (old.isPresent()) {
            values.warning(OLD_LEVEL, "is deprecated; use log.level, which goes before it");
        }
        Formatter formatter = values.get(FORMATTER);
        return new LogConfig(
                level.isPresent() ? level(LEVEL, level.get(), values) : level(OLD_LEVEL, old.orElse("info"), values),
                formatter,
                values.get(FIELDS),
                !values.get(ACCESS_DISABLED),
                values.get(ACCESS_FORMAT, formatter == Formatter.TEXT ? AccessFormat.TEXT : AccessFormat.JSON));
    }

    private static String level(Key<?> key, String text, Values values) {
        String level = text.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            values.error(key, "is none of error, warn, info, debug");
        }
        return level;
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
