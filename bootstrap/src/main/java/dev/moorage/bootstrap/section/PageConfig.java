package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import java.util.Objects;

/**
 * {@code ui}.
 *
 * @param enabled whether the registry has a page for browsers
 * @param path where it is, which begins and ends with {@code /}
 */
public record PageConfig(boolean enabled, String path) {
    private static final Key<Boolean> ENABLED = Key.flag(
                    "ui.enabled", true, "the registry has a page for browsers: see [page.md](page.md)")
            .ours();
    private static final Key<String> PATH = Key.text(
                    "ui.path", "/ui/", "the path of the page, which begins and ends with `/`")
            .ours();

    public static final ConfigSection<PageConfig> SECTION =
            ConfigSection.of(PageConfig.class, PageConfig::read, ENABLED, PATH);

    public PageConfig {
        Objects.requireNonNull(path);
    }

    private static PageConfig read(Values values) {
        String path = values.get(PATH);
        if (!isPath(path)) {
            values.error(
                    PATH,
                    "is not a path such as /ui/: it begins and ends with /, and has letters, digits, and the characters"
                            + " - _ . between. /v2/, /livez/ and /readyz/ are of the registry");
        }
        return new PageConfig(values.get(ENABLED), path);
    }

    private static boolean isPath(String path) {
        return path.matches("/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)+") && !path.matches("/(?:v2|livez|readyz)/.*");
    }
}
