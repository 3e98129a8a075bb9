package dev.moorage.application.service.proxy.fetch;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.failure.RemovalPendingException;
import dev.moorage.application.port.in.failure.UpstreamFailedException;
import dev.moorage.application.port.in.failure.UpstreamFailedException.Reason;
import dev.moorage.application.port.out.upstream.UpstreamAnswer;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Found;
import dev.moorage.application.port.out.upstream.UpstreamAnswer.Unavailable;
import dev.moorage.application.port.out.upstream.UpstreamBlob;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ObjectContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/**
 * Lets an upstream prove that it has a blob that is stored here already. It must send bytes of a place that it cannot foresee, and
 * they must be those of the storage. An upstream that only knows a digest and a size cannot do that, so no claim shows what was pushed
 * to another repository.
 */
final class PossessionProof {
    /** How many bytes are compared. A smaller blob is compared as a whole. */
    private static final int COMPARED = 64 * 1024;

    private final StorageDriver storage;
    private final LongUnaryOperator random;

    /** @param random returns a number from 0 on and below its argument, which cannot be foreseen */
    PossessionProof(StorageDriver storage, LongUnaryOperator random) {
        this.storage = storage;
        this.random = random;
    }

    /**
     * Asks an upstream for some bytes of a blob.
     *
     * @param size the size of the stored blob in bytes
     * @return whether the upstream has the blob, and gives it
     * @throws UpstreamFailedException it could not say, or it has other bytes
     * @throws IOException storage failed
     */
    boolean has(ProxiedRepository repository, Digest digest, long size) throws IOException {
        int count = (int) Math.min(COMPARED, size);
        long offset = random.applyAsLong(size - count + 1);
        UpstreamAnswer<UpstreamBlob> answer = repository.upstream().blob(repository.remote(), digest, offset);
        if (answer instanceof Unavailable<UpstreamBlob> why) {
            throw FetchFailures.of(why);
        }
        if (!(answer instanceof Found<UpstreamBlob>(UpstreamBlob found))) {
            return false;
        }
        try (UpstreamBlob blob = found) {
            require(blob, digest, new ByteRange(offset, count), size);
            return true;
        }
    }

    private void require(UpstreamBlob blob, Digest digest, ByteRange range, long size) throws IOException {
        OptionalLong said = blob.size();
        if (said.isPresent() && said.getAsLong() != size) {
            throw new UpstreamFailedException(Reason.WRONG, "the upstream has a blob of this digest with another size");
        }
        if (!sent(blob, range).equals(stored(digest, range))) {
            throw new UpstreamFailedException(Reason.WRONG, "the upstream has a blob of this digest with other bytes");
        }
    }

    /** Reads the bytes of a range from an upstream, which may begin before it. */
    private static ByteBuffer sent(UpstreamBlob blob, ByteRange range) throws UpstreamFailedException {
        ByteBuffer bytes = ByteBuffer.allocate(COMPARED);
        try {
            long before = range.offset() - blob.begins();
            while (before > 0) {
                int count = blob.read(bytes.clear().limit((int) Math.min(before, COMPARED)));
                if (count < 0) {
                    throw new UpstreamFailedException(
                            Reason.WRONG, "the upstream has fewer bytes of a blob than it says");
                }
                before -= count;
            }
            bytes.clear().limit((int) range.length());
            while (bytes.hasRemaining() && blob.read(bytes) >= 0) {
                // Reads on.
            }
            return bytes.flip();
        } catch (IOException e) {
            throw FetchFailures.of(e);
        }
    }

    private ByteBuffer stored(Digest digest, ByteRange range) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) range.length());
        Optional<ObjectContent> object = storage.open(RegistryKeys.blob(digest), range);
        try (ObjectContent content = object.orElseThrow(RemovalPendingException::new)) {
            while (bytes.hasRemaining() && content.read(bytes) >= 0) {
                // Reads on.
            }
        }
        return bytes.flip();
    }
}
