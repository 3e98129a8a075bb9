package dev.moorage.identity.ldap;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces placeholders of a text in one pass, so that a value that looks like a placeholder stays as it is. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(?:user|dn)}");

    private Placeholders() {}

    static String replace(String text, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(), found.group())));
    }
}
