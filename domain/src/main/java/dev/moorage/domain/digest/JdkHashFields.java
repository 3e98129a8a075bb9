package dev.moorage.domain.digest;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

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

    /**
     * Hashes a block that is full and still waits in the buffer: compiled code for SHA-512 leaves the last block of an update
     * there (Java 25.0.3, on processors with AVX2), interpreted code does not.
     */
    void hashFullBlock() throws ReflectiveOperationException {
        Field position = field(hash, "bufOfs");
        if (position.getInt(hash) == layout.blockBytes()) {
            Method compress = method(hash, "implCompress", byte[].class, int.class);
            compress.invoke(hash, buffer(), 0);
            position.setInt(hash, 0);
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

    private static Method method(Object object, String name, Class<?>... parameters) throws NoSuchMethodException {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name)
                        && Arrays.equals(method.getParameterTypes(), parameters)
                        && !Modifier.isAbstract(method.getModifiers())) {
                    method.setAccessible(true);
                    return method;
                }
            }
        }
        throw new NoSuchMethodException(name);
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
