package dev.moorage.benchmarks.load.client;

import java.io.IOException;
import java.util.Optional;

/**
 * The head of an HTTP/1.1 answer (RFC 9112, sections 4 and 5). Fields are parsed when they are requested, since most are
 * never used.
 *
 * @param fields the field lines, each with its line end
 */
public record HttpHead(int status, String fields) {

    /**
     * Parses a head.
     *
     * @param head the status line and the field lines, each with its line end, without the empty line
     * @throws IOException the text is not the head of an HTTP/1.1 answer
     */
    public static HttpHead parse(String head) throws IOException {
        int lineEnd = head.indexOf("\r\n");
        if (lineEnd < 12 || !head.startsWith("HTTP/1.1 ")) {
            throw new IOException("not the head of an HTTP/1.1 answer: " + head);
        }
        try {
            return new HttpHead(Integer.parseInt(head, 9, 12, 10), head.substring(lineEnd + 2));
        } catch (NumberFormatException e) {
            throw new IOException("no status in the answer: " + head, e);
        }
    }

    /**
     * The value of a field. The case of the name does not matter. If there are several fields of the name, the first counts.
     */
    public Optional<String> field(String name) {
        int line = 0;
        while (line < fields.length()) {
            int lineEnd = fields.indexOf("\r\n", line);
            int colon = line + name.length();
            if (colon < lineEnd
                    && fields.charAt(colon) == ':'
                    && fields.regionMatches(true, line, name, 0, name.length())) {
                return Optional.of(fields.substring(colon + 1, lineEnd).strip());
            }
            line = lineEnd + 2;
        }
        return Optional.empty();
    }

    /** The length of the body in bytes, or -1 when the head does not announce it. */
    long contentLength() throws IOException {
        Optional<String> length = field("Content-Length");
        try {
            return length.map(Long::parseLong).orElse(-1L);
        } catch (NumberFormatException e) {
            throw new IOException("Content-Length is not a number: " + length, e);
        }
    }

    boolean isChunked() {
        return field("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    }

    /** Whether the answer to a request other than HEAD has a body. */
    boolean mayHaveBody() {
        return status != 204 && status != 304;
    }
}
