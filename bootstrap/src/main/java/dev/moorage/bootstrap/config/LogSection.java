package dev.moorage.bootstrap.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code log}, and {@code loglevel}, the key that Distribution had before {@code log.level}. */
final class LogSection {
    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");

    private LogSection() {}

    static Configuration.Log read(Section root, Problems problems) {
        Section log = root.section("log");
        Optional<String> old = root.text("loglevel");
        if (old.isPresent()) {
            problems.warning("loglevel", "is deprecated; use log.level, which goes before it");
        }
        Optional<String> level = log.text("level");
        String formatter = log.text("formatter").orElse("text");
        if (!Set.of("text", "json", "logstash").contains(formatter)) {
            problems.error("log.formatter", "is none of text, json, logstash");
        }
        boolean access = !log.section("accesslog").flag("disabled", false);
        return new Configuration.Log(
                level.isPresent()
                        ? level("log.level", level.get(), problems)
                        : level("loglevel", old.orElse("info"), problems),
                !formatter.equals("text"),
                access);
    }

    private static String level(String key, String text, Problems problems) {
        String level = text.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            problems.error(key, "is none of error, warn, info, debug");
        }
        return level;
    }
}
