package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code audit}: what callers did and were refused.
 *
 * @param enabled whether it is logged
 * @param file the file that takes the lines instead of standard error, or empty
 */
public record AuditConfig(boolean enabled, Pulls pulls, Optional<Path> file) {
    /** Which pulls are logged. */
    public enum Pulls {
        /** None. */
        NONE,
        /** Those of manifests. */
        MANIFESTS,
        /** Those of manifests and of blobs, and each list. */
        ALL
    }

    private static final Key<Boolean> ENABLED = Key.flag(
                    "audit.enabled",
                    false,
                    "`true`: logins, tokens, pushes, deletes and what is refused are logged, a JSON line each, by the"
                            + " logger `dev.moorage.audit`")
            .ours();
    private static final Key<Pulls> PULLS = Key.of(
                    "audit.pulls",
                    "text",
                    Pulls.NONE,
                    "`none`",
                    "`manifests`: pulls of manifests are logged too. `all`: and those of blobs, and lists",
                    (section, name, otherwise) ->
                            section.parsed(name, otherwise, AuditConfig::parse, "is none of none, manifests, all"))
            .ours();

    private static final Key<Optional<String>> FILE = Key.optional(
                    "audit.file",
                    "the file that lines are appended to. When it is moved, it is made again with the next line. A line that"
                            + " cannot be written is in the log")
            .showing("standard error")
            .ours();

    public static final ConfigSection<AuditConfig> SECTION =
            ConfigSection.of(AuditConfig.class, AuditConfig::read, ENABLED, PULLS, FILE);

    public AuditConfig {
        Objects.requireNonNull(pulls);
        Objects.requireNonNull(file);
    }

    private static AuditConfig read(Values values) {
        Pulls pulls = values.get(PULLS);
        boolean enabled = values.get(ENABLED);
        if (pulls != Pulls.NONE && !enabled) {
            values.warning(PULLS, "is without effect unless audit.enabled is true");
        }
        Optional<String> file = values.get(FILE);
        if (file.isPresent() && !enabled) {
            values.warning(FILE, "is without effect unless audit.enabled is true");
        }
        return new AuditConfig(enabled, pulls, file.map(Path::of));
    }

    private static Optional<Pulls> parse(String text) {
        return Arrays.stream(Pulls.values())
                .filter(pulls -> pulls.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
