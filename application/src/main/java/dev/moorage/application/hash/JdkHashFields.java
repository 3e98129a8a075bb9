package dev.moorage.application.hash;

import dev.moorage.domain.digest.DigestAlgorithm;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Access to the fields of one of the JDK's SHA-2 hashes ({@code sun.security.provider.SHA2} or {@code SHA5} over
 * {@code DigestBase}). The fields are looked up once. An exception is thrown if a field differs from what this class
 * expects.
 *
 * <p>The fields are read through {@link VarHandle}. With {@link Field#get} the JDK would generate classes at each
 * start.
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

    /** Finds the fields of an algorithm's hash in this Java runtime. */
    static JdkHashFields of(DigestAlgorithm algorithm) throws ReflectiveOperationException {
        return new JdkHashFields(HashLayout.of(algorithm), Hasher.of(algorithm).messageDigest());
    }

    HashLayout layout() {
        return layout;
    }

    /**
     * Hashes a full block that still waits in the buffer. Compiled code for SHA-512 leaves the last block of an update
     * there (Java 25.0.3, on processors with AVX2). Interpreted code does not.
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

    /** Returns the block buffer. It starts with the bytes that do not yet fill a block. */
    byte[] buffer(MessageDigest digest) {
        return (byte[]) buffer.get(spi.get(digest));
    }

    /** Sets how many bytes of the buffer count, and how many bytes were hashed in all. */
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

    /** Finds a field by name in the object's class or its nearest superclass that has it. */
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
