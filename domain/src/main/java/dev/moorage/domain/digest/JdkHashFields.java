package dev.moorage.domain.digest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The fields of one of the JDK's own SHA-2 hashes ({@code sun.security.provider.SHA2} or {@code SHA5} over
 * {@code DigestBase}), found once. Anything that is not as it is known here ends in an exception.
 *
 * <p>By {@link VarHandle} and not by {@link Field#get}, for which the JDK would make classes at each start.
 */
final class JdkHashFields {
    private final HashLayout layout;
    private final VarHandle spi;
    private final VarHandle chainingValue;
    private final VarHandle buffer;
    private final VarHandle pending;
    private final VarHandle length;
    private final Method compress;

    private JdkHashFields(HashLayout layout, MessageDigest digest) throws ReflectiveOperationException {
        this.layout = layout;
        this.spi = field(digest, "digestSpi");
        Object hash = spi.get(digest);
        this.chainingValue = field(hash, "state");
        this.buffer = field(hash, "buffer");
        this.pending = field(hash, "bufOfs");
        this.length = field(hash, "bytesProcessed");
        this.compress = method(hash, "implCompress", byte[].class, int.class);
        if ((int) field(hash, "blockSize").get(hash) != layout.blockBytes()) {
            throw new NoSuchFieldException("the block size is not the one that is known");
        }
    }

    /** Those of an algorithm's hash, as this Java runtime makes it. */
    static JdkHashFields of(DigestAlgorithm algorithm) throws ReflectiveOperationException {
        return new JdkHashFields(HashLayout.of(algorithm), Hasher.of(algorithm).messageDigest());
    }

    HashLayout layout() {
        return layout;
    }

    /**
     * Hashes a block that is full and still waits in the buffer: compiled code for SHA-512 leaves the last block of an update
     * there (Java 25.0.3, on processors with AVX2), interpreted code does not.
     */
    void hashFullBlock(MessageDigest digest) throws ReflectiveOperationException {
        Object hash = spi.get(digest);
        if ((int) pending.get(hash) == layout.blockBytes()) {
            compress.invoke(hash, buffer(digest), 0);
            pending.set(hash, 0);
        }
    }

    void writeChainingValue(MessageDigest digest, ByteBuffer out) {
        Object hash = spi.get(digest);
        if (layout.wordBytes() == Integer.BYTES) {
            for (int word : (int[]) chainingValue.get(hash)) {
                out.putInt(word);
            }
        } else {
            for (long word : (long[]) chainingValue.get(hash)) {
                out.putLong(word);
            }
        }
    }

    void readChainingValue(MessageDigest digest, ByteBuffer in) {
        Object words = chainingValue.get(spi.get(digest));
        for (int i = 0; i < HashLayout.WORDS; i++) {
            if (layout.wordBytes() == Integer.BYTES) {
                ((int[]) words)[i] = in.getInt();
            } else {
                ((long[]) words)[i] = in.getLong();
            }
        }
    }

    /** The bytes that do not fill a block yet, at its start. */
    byte[] buffer(MessageDigest digest) {
        return (byte[]) buffer.get(spi.get(digest));
    }

    /** Sets how many bytes of the buffer count, and how many were hashed in all. */
    void position(MessageDigest digest, int pendingBytes, long hashedBytes) {
        Object hash = spi.get(digest);
        pending.set(hash, pendingBytes);
        length.set(hash, hashedBytes);
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
    private static VarHandle field(Object object, String name) throws ReflectiveOperationException {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                            .unreflectVarHandle(field);
                }
            }
        }
        throw new NoSuchFieldException(name);
    }
}
