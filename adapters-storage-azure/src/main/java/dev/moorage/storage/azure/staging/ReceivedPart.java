package dev.moorage.storage.azure.staging;

import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.spi.io.Part;
import dev.moorage.storage.spi.io.PartBuffers;
import dev.moorage.storage.spi.staging.BodySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A part of a body that was received, and whether it is the last one.
 *
 * @param part the bytes, which the receiver of this record closes
 * @param broken the failure that ended the body early
 */
record ReceivedPart(Part part, MessageDigest md5, boolean isLast, Optional<IOException> broken) {
    /**
     * Receives bytes until the part is full or the body ends.
     *
     * @param capacity the maximum size of the part in bytes
     */
    static ReceivedPart of(BodySource source, PartBuffers buffers, long capacity) throws IOException {
        MessageDigest md5 = BlobRequests.md5();
        Part part = buffers.part(capacity, md5::update);
        try {
            while (!part.isFull()) {
                ByteBuffer space = part.space();
                int count;
                try {
                    count = source.read(space);
                } catch (IOException e) {
                    return new ReceivedPart(part, md5, true, Optional.of(e));
                }
                if (count < 0) {
                    return new ReceivedPart(part, md5, true, Optional.empty());
                }
                part.filled();
            }
            return new ReceivedPart(part, md5, false, Optional.empty());
        } catch (IOException | RuntimeException e) {
            part.close();
            throw e;
        }
    }
}
