package dev.moorage.bootstrap.wiring;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.List;

/**
 * An element of DER (ITU-T X.690) with a tag of one byte. It implements only what is needed to convert a private key of
 * another form to PKCS #8.
 *
 * @param content the content without the tag and the length
 */
record DerElement(int tag, byte[] content) {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private static final int MAX_SHORT_LENGTH = 0x7F;
    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_BYTES = 3;

    /** Returns a SEQUENCE of these elements. */
    static DerElement sequence(DerElement... elements) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (DerElement element : elements) {
            content.writeBytes(element.encoded());
        }
        return new DerElement(SEQUENCE, content.toByteArray());
    }

    /** Returns the elements that are concatenated in the bytes. */
    static List<DerElement> elements(byte[] encoded) throws InvalidKeySpecException {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        List<DerElement> elements = new ArrayList<>();
        try {
            while (bytes.hasRemaining()) {
                int tag = Byte.toUnsignedInt(bytes.get());
                int length = length(bytes);
                if (length > bytes.remaining()) {
                    throw new InvalidKeySpecException("it is cut off");
                }
                byte[] content = new byte[length];
                bytes.get(content);
                elements.add(new DerElement(tag, content));
            }
        } catch (BufferUnderflowException e) {
            throw new InvalidKeySpecException("it is cut off", e);
        }
        return elements;
    }

    private static int length(ByteBuffer bytes) throws InvalidKeySpecException {
        int first = Byte.toUnsignedInt(bytes.get());
        if (first <= MAX_SHORT_LENGTH) {
            return first;
        }
        int count = first - LONG_FORM;
        if (count < 1 || count > MAX_LENGTH_BYTES) {
            throw new InvalidKeySpecException("it has an element without a length, or of more than 16 MiB");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << Byte.SIZE | Byte.toUnsignedInt(bytes.get());
        }
        return length;
    }

    byte[] encoded() {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(tag);
        if (content.length <= MAX_SHORT_LENGTH) {
            encoded.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int skipped = length[0] == 0 ? 1 : 0; // The sign byte.
            encoded.write(LONG_FORM + length.length - skipped);
            encoded.write(length, skipped, length.length - skipped);
        }
        encoded.writeBytes(content);
        return encoded.toByteArray();
    }
}
