package dev.moorage.storage.azure.staging;

import dev.moorage.storage.azure.object.AzureTransfers;
import dev.moorage.storage.azure.request.BlobHead;
import dev.moorage.storage.azure.request.BlobRequests.Condition;
import dev.moorage.storage.azure.request.RefusedException;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.Published;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Turns sealed bytes into the object of a key, on the condition that there is none. If the blocks were sent to the key
 * itself, their list is committed. Otherwise the staged blob is copied or referred to. If an object is found at the key, an
 * object of the same size is kept and any other one is replaced. The same check decides when a response was lost.
 */
final class Publishing {
    private static final int MOST_ATTEMPTS = 8;

    private final ObjectKey area;
    private final AzureTransfers with;
    private final ObjectKey target;
    private final String name;

    Publishing(ObjectKey area, ObjectKey target, AzureTransfers with) {
        this.area = area;
        this.target = target;
        this.with = with;
        this.name = with.names().name(target);
    }

    /** Creates the object if the condition holds. Returns false when it was deleted before it had its bytes. */
    private interface Attempt {
        boolean make(Condition condition) throws IOException;
    }

    /** Commits blocks that were sent to the target itself. */
    Published ofBlocks(BlockList blocks) throws IOException {
        Map<String, String> metadata = Map.of(BlobHead.WRITE, UUID.randomUUID().toString());
        return publish(blocks.size(), condition -> {
            with.requests().putBlockList(name, blocks.ids(), metadata, condition);
            return true;
        });
    }

    Published byCopy(StagedBlob staged, long size) throws IOException {
        String etag = staged.committed()
                .orElseThrow(() -> new StagingFencedException(area))
                .etag();
        Map<String, String> metadata = Map.of(BlobHead.WRITE, UUID.randomUUID().toString());
        return publish(size, condition -> with.copies().copy(staged.name(), etag, name, metadata, condition));
    }

    /**
     * Publishes a reference, which takes the same time for every size.
     *
     * @param staged is frozen for this target
     */
    Published byReference(StagedBlob staged, long size) throws IOException {
        Map<String, String> metadata = Map.of(BlobHead.REFERENCE, staged.name(), BlobHead.SIZE, Long.toString(size));
        return publish(size, condition -> {
            with.requests().putBlob(name, new byte[0], metadata, condition);
            return true;
        });
    }

    private Published publish(long size, Attempt attempt) throws IOException {
        Condition condition = Condition.ABSENT;
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            IOException failure;
            try {
                if (attempt.make(condition)) {
                    return Published.CREATED;
                }
                condition = Condition.ABSENT;
                continue;
            } catch (RefusedException e) {
                failure = resolvable(e);
            } catch (IOException e) {
                failure = e;
            }
            Optional<BlobHead> there = with.copies().settled(name);
            if (there.filter(head -> head.isWhole() && head.objectSize() == size)
                    .isPresent()) {
                return Published.ALREADY_THERE;
            }
            if (!(failure instanceof RefusedException refused)) {
                throw failure;
            }
            if (refused.isInvalidBlockList()) {
                throw new StagedBytesLostException(area, refused);
            }
            condition = Condition.unchanged(there);
            if (refused.isOtherType() && there.isPresent()) {
                // An append blob or a page blob cannot be overwritten, so it is deleted first.
                with.requests().delete(name, condition);
                condition = Condition.ABSENT;
            }
        }
        throw new IOException("others write " + target + " again and again");
    }

    /** Returns a refusal that the object at the target explains, and throws any other one. */
    private IOException resolvable(RefusedException e) throws IOException {
        if (e.isOtherSource()) {
            throw new StagingFencedException(area);
        }
        if (e.isMissing()) {
            throw new StagedBytesLostException(area, e);
        }
        if (e.isLostCondition() || e.isInvalidBlockList() || e.isOtherType() || e.takesNoBlocks()) {
            return e;
        }
        throw e;
    }
}
