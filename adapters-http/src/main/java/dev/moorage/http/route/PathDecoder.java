package dev.moorage.http.route;

import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import java.util.HexFormat;

/**
 * Decodes the percent-encodings of a path, once. Several slashes in a row are read as one, as in Distribution. An encoded
 * slash is a slash. Ambiguous paths are refused: encoded percent signs, dot segments, parameters after {@code ;},
 * backslashes, and anything that is not printable ASCII.
 */
final class PathDecoder {
    private PathDecoder() {}

    /**
     * @throws RegistryException {@code NAME_INVALID}
     */
    static String decode(String raw) {
        StringBuilder path = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                c = decoded(raw, i);
                i += 2;
                if (c == '%') {
                    throw refused();
                }
            }
            if (c <= ' ' || c > '~' || c == ';' || c == '\\') {
                throw refused();
            }
            if (c != '/' || path.isEmpty() || path.charAt(path.length() - 1) != '/') {
                path.append(c);
            }
        }
        String decoded = path.toString();
        if (hasDotSegment(decoded)) {
            throw refused();
        }
        return decoded;
    }

    private static char decoded(String raw, int percent) {
        if (percent + 2 >= raw.length()) {
            throw refused();
        }
        if (!HexFormat.isHexDigit(raw.charAt(percent + 1)) || !HexFormat.isHexDigit(raw.charAt(percent + 2))) {
            throw refused();
        }
        return (char) HexFormat.fromHexDigits(raw, percent + 1, percent + 3);
    }

    private static boolean hasDotSegment(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static RegistryException refused() {
        return new RegistryException(ErrorCode.NAME_INVALID, "the path has a character that is not allowed there");
    }
}
