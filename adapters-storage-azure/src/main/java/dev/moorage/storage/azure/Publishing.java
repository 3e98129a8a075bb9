package dev.moorage.storage.azure;

import dev.moorage.storage.azure.BlobRequests.Condition;
import dev.moorage.storage.spi.ObjectKey;
import dev.moorage.storage.spi.Published;
import dev.moorage.storage.spi.StagedBytesLostException;
import dev.moorage.storage.spi.StagingFencedException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How sealed bytes become the object of a key, under the condition that there is none: by a commit of the block list where
 * the blocks went straight there, else by a copy or by a reference. What is found there decides the rest: an object of the
 * same size is left, anything else is replaced, and an answer that was lost is looked up.
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

    /** Makes the object where that condition holds; tells whether it was not deleted before it was whole. */
    private interface Attempt {
        boolean make(Condition condition) throws IOException;
    }

    /** The blocks are the target's own already. */
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
     * By a reference, which is there at once whatever the size.
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
                // An append blob, or a page blob, makes room only by being deleted.
                with.requests().delete(name, condition);
                condition = Condition.ABSENT;
            }
        }
        throw new IOException("others write " + target + " again and again");
    }

    /** A refusal that what is at the target explains. */
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
