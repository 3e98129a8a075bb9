package dev.moorage.bootstrap.logging;

/**
 * Makes text of clients and stores safe for one line of a log or a terminal. Characters that could end a line, move a
 * cursor, or colour, hide or reverse the neighbouring text are written as escapes: control and format characters,
 * separators, and code points that Unicode has not assigned.
 */
public final class PrintableText {
    private PrintableText() {}

    /**
     * Returns the text with the escapes of JSON, including those of quotes and backslashes.
     *
     * @param maxLength the maximum number of characters that are kept. The number of characters that were cut is appended
     */
    public static String escaped(String text, int maxLength) {
        String kept = cut(text, maxLength);
        StringBuilder escaped = null;
        for (int i = 0; i < kept.length(); ) {
            int c = kept.codePointAt(i);
            if (escaped == null && (c == '"' || c == '\\' || !isPrintable(c))) {
                escaped = new StringBuilder(kept.length() + 16).append(kept, 0, i);
            }
            if (escaped != null) {
                append(escaped, c);
            }
            i += Character.charCount(c);
        }
        return escaped == null ? kept : escaped.toString();
    }

    /** Returns the text. A long one is cut, followed by a mark with the number of characters that were cut. */
    static String cut(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        return text.substring(0, end) + "...[+" + (text.length() - end) + "]";
    }

    /** Escapes everything in a line of JSON that is not printable. Only strings can contain characters of that kind. */
    static String escapedJson(String json) {
        if (json.codePoints().allMatch(PrintableText::isPrintable)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                escaped.appendCodePoint(c);
            } else {
                appendHex(escaped, c);
            }
        });
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int c) {
        switch (c) {
            case '"', '\\' -> escaped.append('\\').append((char) c);
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                if (isPrintable(c)) {
                    escaped.appendCodePoint(c);
                } else {
                    appendHex(escaped, c);
                }
            }
        }
    }

    private static void appendHex(StringBuilder escaped, int c) {
        for (char unit : Character.toChars(c)) {
            escaped.append(String.format("\\u%04x", (int) unit));
        }
    }

    static boolean isPrintable(int c) {
        return c >= ' ' && c <= '~'
                || c > 0xa0
                        && switch (Character.getType(c)) {
                            case Character.CONTROL,
                                    Character.FORMAT,
                                    Character.SURROGATE,
                                    Character.PRIVATE_USE,
                                    Character.UNASSIGNED,
                                    Character.LINE_SEPARATOR,
                                    Character.PARAGRAPH_SEPARATOR,
                                    Character.SPACE_SEPARATOR -> false;
                            default -> true;
                        };
    }
}
