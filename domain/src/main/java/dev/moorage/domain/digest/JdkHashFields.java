package dev.moorage.domain.digest;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * The fields of the JDK's own SHA-2 hashes ({@code sun.security.provider.SHA2} and {@code SHA5} over {@code DigestBase}),
 * by reflection. Anything that is not as it is known here ends in an exception.
 */
final class JdkHashFields {
    private final Object hash;
    private final HashLayout layout;
    private final Object chainingValue;

    JdkHashFields(MessageDigest digest, HashLayout layout) throws ReflectiveOperationException {
        this.layout = layout;
        this.hash = field(digest, "digestSpi").get(digest);
        this.chainingValue = field(hash, "state").get(hash);
        if (field(hash, "blockSize").getInt(hash) != layout.blockBytes()) {
            throw new NoSuchFieldException("the block size is not the one that is known");
        }
    }

    void writeChainingValue(ByteBuffer out) {
        if (layout.wordBytes() == Integer.BYTES) {
            for (int word : (int[]) chainingValue) {
                out.putInt(word);
            }
        } else {
            for (long word : (long[]) chainingValue) {
                out.putLong(word);
            }
        }
    }

    void readChainingValue(ByteBuffer in) {
        for (int i = 0; i < HashLayout.WORDS; i++) {
            if (layout.wordBytes() == Integer.BYTES) {
                ((int[]) chainingValue)[i] = in.getInt();
            } else {
                ((long[]) chainingValue)[i] = in.getLong();
            }
        }
    }

    /** The bytes that do not fill a block yet, at its start. */
    byte[] buffer() throws ReflectiveOperationException {
        return (byte[]) field(hash, "buffer").get(hash);
    }

    /** Sets how many bytes of the buffer count, and how many were hashed in all. */
    void position(int pending, long length) throws ReflectiveOperationException {
        field(hash, "bufOfs").setInt(hash, pending);
        field(hash, "bytesProcessed").setLong(hash, length);
    }

    /** The field of that name in the object's class or the nearest above it. */
    private static Field field(Object object, String name) throws ReflectiveOperationException {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(name);
    }
}
