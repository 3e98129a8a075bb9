package dev.moorage.bootstrap.mirror;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces <code>{{env "NAME"}}</code> and <code>{{file "PATH"}}</code>, two templates of regsync. There are no others. */
final class Templates {
    private static final Pattern USE = Pattern.compile("\\{\\{\\s*(env|file)\\s+[\"`]([^\"`]*)[\"`]\\s*}}");

    private final Map<String, String> environment;

    Templates(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Returns a text with the values in the place of the templates.
     *
     * @throws IllegalArgumentException with the reason, which has no value
     */
    String expand(String text) {
        StringBuilder expanded = new StringBuilder();
        Matcher matcher = USE.matcher(text);
        int end = 0;
        while (matcher.find()) {
            expanded.append(plain(text.substring(end, matcher.start())));
            expanded.append(matcher.group(1).equals("env") ? variable(matcher.group(2)) : file(matcher.group(2)));
            end = matcher.end();
        }
        return expanded.append(plain(text.substring(end))).toString();
    }

    private static String plain(String text) {
        if (text.contains("{{")) {
            throw new IllegalArgumentException("has another template than {{env \"NAME\"}} and {{file \"PATH\"}}");
        }
        return text;
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalArgumentException("names the variable " + name + ", which is not set");
        }
        return value;
    }

    private static String file(String path) {
        try {
            return Files.readString(Path.of(path)).strip();
        } catch (IOException | InvalidPathException _) {
            throw new IllegalArgumentException("names the file " + path + ", which cannot be read");
        }
    }
}
