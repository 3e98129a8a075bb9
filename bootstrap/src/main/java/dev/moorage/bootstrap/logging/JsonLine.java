package dev.moorage.bootstrap.logging;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes one line of JSON: an object of texts and numbers. Texts are cut, and all of their characters that are not printable are
 * escaped, so that no text can begin another line or change how a terminal shows the rest.
 */
final class JsonLine {
    private static final int MAX_FIELD = 1024;
    private static final int USUAL_LENGTH = 1024;
    private static final int MORE = 256;
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder line;

    /** Begins a line. */
    JsonLine() {
        line = new StringBuilder(USUAL_LENGTH).append('{');
    }

    /** Goes on with an object that is complete, and that has a field at least. */
    JsonLine(String object) {
        line = new StringBuilder(object.length() + MORE).append(object, 0, object.length() - 1);
    }

    /** Adds a text of limited length. */
    JsonLine text(String key, String value) {
        return text(key, value, MAX_FIELD);
    }

    /** Adds a text. */
    JsonLine text(String key, String value, int maxLength) {
        key(key).append('"');
        escape(PrintableText.cut(value, maxLength));
        line.append('"');
        return this;
    }

    /** Adds a number. */
    JsonLine number(String key, long value) {
        key(key).append(value);
        return this;
    }

    /** Adds a value of a log event: a number or a flag as it is, and anything else as a text. */
    JsonLine value(String key, Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            key(key).append(value);
            return this;
        }
        return text(key, String.valueOf(value));
    }

    /** Returns the object, without the end of a line. */
    String end() {
        return line.append('}').toString();
    }

    /** Returns the object as a whole line, in UTF-8. */
    byte[] bytes() {
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private StringBuilder key(String key) {
        if (line.length() > 1) {
            line.append(',');
        }
        line.append('"');
        escape(key);
        return line.append("\":");
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append((char) c);
            } else if (PrintableText.isPrintable(c)) {
                line.appendCodePoint(c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                line.append('\\').append(c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
            } else {
                for (char unit : Character.toChars(c)) {
                    line.append("\\u").append(HEX.toHexDigits(unit));
                }
            }
            i += Character.charCount(c);
        }
    }
}
