package dev.moorage.application.service.manifest.parse;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes UTF-8 directly into the caller's buffer, without a copy of the text. JSON between systems is UTF-8 (RFC 8259,
 * section 8.1). A JSON parser of bytes would also guess UTF-16 and UTF-32, and accept overlong forms.
 */
final class Utf8Reader extends Reader {
    private final ByteBuffer bytes;
    private final CharsetDecoder decoder;

    /**
     * @param malformed whether bytes that are not UTF-8 cause an exception, or are read as U+FFFD as in Go
     */
    Utf8Reader(byte[] bytes, CodingErrorAction malformed) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.decoder =
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(malformed).onUnmappableCharacter(malformed);
    }

    @Override
    public int read(char[] destination, int offset, int length) throws IOException {
        if (!bytes.hasRemaining()) {
            return -1;
        }
        CharBuffer chars = CharBuffer.wrap(destination, offset, length);
        CoderResult result = decoder.decode(bytes, chars, true);
        if (result.isError()) {
            result.throwException();
        }
        return chars.position() - offset;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
