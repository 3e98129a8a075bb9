package dev.moorage.storage.azure.staging;

import dev.moorage.storage.azure.object.AzureTransfers;
import dev.moorage.storage.azure.object.BlobObjects;
import dev.moorage.storage.azure.object.Copies;
import dev.moorage.storage.azure.request.BlobHead;
import dev.moorage.storage.azure.request.BlobNames;
import dev.moorage.storage.azure.request.BlobRequests;
import dev.moorage.storage.azure.request.BlobRequests.Condition;
import dev.moorage.storage.azure.request.RefusedException;
import dev.moorage.storage.azure.staging.Staging.Commit;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.staging.StagedBytesLostException;
import dev.moorage.storage.spi.staging.StagingFencedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The blob that holds an upload's blocks, as seen by one writer. These rules make a writer the only one that commits the
 * blob:
 *
 * <ol>
 *   <li>Put Block List drops every block that it does not name, including those of other writers. So each commit is
 *       conditional on the previous one, and records the generation of its writer.
 *   <li>A writer that takes over first commits what it took over, and only then puts blocks of its own. From then on, the
 *       commits of older writers fail, and only blocks of older writers are dropped.
 *   <li>When a commit fails because of an older writer's commit, the writer repeats it on top of that one. When it fails
 *       because of a younger writer's commit, this writer is fenced.
 *   <li>A blob that an object may refer to is never committed again. A writer that continues it works on a copy.
 * </ol>
 */
final class StagedBlob {
    private static final int MOST_ATTEMPTS = 8;

    private final ObjectKey area;
    private final long generation;
    private final BlobRequests requests;
    private final BlobNames names;
    private final Copies copies;
    private String place;
    private Optional<Commit> committed;
    private boolean mine;
    /** The name of the blob that may refer to this one. If present, this blob must not change any more. */
    private Optional<String> frozenFor = Optional.empty();

    StagedBlob(ObjectKey area, long generation, Staging staging, boolean begun, AzureTransfers with) {
        this.area = area;
        this.generation = generation;
        this.requests = with.requests();
        this.names = with.names();
        this.copies = with.copies();
        this.place = staging.place();
        this.committed = staging.committed();
        this.mine = begun;
    }

    public String name() {
        return names.staged(area, place);
    }

    String place() {
        return place;
    }

    Optional<Commit> committed() {
        return committed;
    }

    /** Returns the commit to record. It is empty for a frozen blob, so that no later writer commits that blob. */
    Optional<Commit> recorded() {
        return frozenFor.isPresent() ? Optional.empty() : committed;
    }

    /** Records that only the first {@code length} committed bytes still belong to the object. */
    void truncated(long length) {
        committed = committed.map(commit -> commit.truncated(length));
    }

    /** Makes sure that no older writer can commit any more. */
    void takeOver(BlockList blocks) throws IOException {
        if (!mine) {
            commit(blocks, false);
        }
    }

    /** Makes the blob consist of exactly these blocks, unless this writer has already done so. */
    void seal(BlockList blocks) throws IOException {
        boolean exact = committed.isPresent()
                && committed.get().size() == blocks.size()
                && committed.get().shared() == blocks.size();
        if (!mine || !exact) {
            commit(blocks, true);
        }
    }

    /**
     * Commits the blocks.
     *
     * @param isLast whether no block will be added. Then a frozen blob with exactly these blocks is sufficient.
     */
    private void commit(BlockList blocks, boolean isLast) throws IOException {
        Condition condition =
                committed.map(commit -> Condition.match(commit.etag())).orElse(Condition.ABSENT);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Signature signature = Signature.of(blocks);
            Optional<String> etag = tryCommit(blocks, signature, condition);
            if (etag.isEmpty()) {
                Optional<BlobHead> there = requests.head(name());
                etag = there.filter(head -> signature.isOf(head) || isLast && signature.isFrozenOf(head))
                        .map(BlobHead::etag);
                frozenFor = etag.isPresent() ? there.flatMap(StagedBlob::frozenFor) : Optional.empty();
                condition = etag.isPresent() ? condition : nextCondition(there, condition);
            }
            if (etag.isPresent()) {
                committed = Optional.of(new Commit(etag.get(), blocks.size(), blocks.size()));
                mine = true;
                return;
            }
        }
        throw new StagingFencedException(area);
    }

    /** Identifies a commit by its request and its block list. */
    private record Signature(String write, String blocks) {
        static Signature of(BlockList blocks) {
            return new Signature(UUID.randomUUID().toString(), blocks.checksum());
        }

        Map<String, String> metadata(long generation) {
            return Map.of(
                    BlobHead.GENERATION, Long.toString(generation), BlobHead.WRITE, write, BlobHead.BLOCKS, blocks);
        }

        /** Whether this commit was applied, although its response was lost. */
        boolean isOf(BlobHead head) {
            return head.wasWrittenBy(write);
        }

        /** Whether the blob was frozen with the same block list. Then an earlier attempt to publish it was not finished. */
        boolean isFrozenOf(BlobHead head) {
            return frozenFor(head).isPresent() && blocks.equals(head.metadata().get(BlobHead.BLOCKS));
        }
    }

    /** Commits the blocks and returns the new ETag. Empty when the blob is not the expected version. */
    private Optional<String> tryCommit(BlockList blocks, Signature signature, Condition condition) throws IOException {
        try {
            return Optional.of(requests.putBlockList(name(), blocks.ids(), signature.metadata(generation), condition));
        } catch (RefusedException e) {
            if (e.isInvalidBlockList() || e.isMissing()) {
                throw new StagedBytesLostException(area, e);
            }
            if (!e.isLostCondition()) {
                throw e;
            }
            return Optional.empty();
        } catch (IOException e) {
            // The response was lost. The blob's metadata shows whether the commit was applied.
            return Optional.of(requests.head(name())
                    .filter(signature::isOf)
                    .orElseThrow(() -> e)
                    .etag());
        }
    }

    private static Optional<String> frozenFor(BlobHead head) {
        return Optional.ofNullable(head.metadata().get(BlobHead.TARGET));
    }

    private Condition nextCondition(Optional<BlobHead> there, Condition condition) throws IOException {
        if (there.isEmpty()) {
            if (condition.ifMatch().isPresent()) {
                throw new StagedBytesLostException(area);
            }
            return Condition.ABSENT;
        }
        if (frozenFor(there.get()).isPresent()) {
            return fork(there.get());
        }
        if (there.get().generation() > generation) {
            throw new StagingFencedException(area);
        }
        return Condition.match(there.get().etag());
    }

    /** Continues in a copy, which has the same blocks under the same ids. */
    private Condition fork(BlobHead frozen) throws IOException {
        String source = name();
        place = place + "-" + generation;
        try {
            copies.copy(source, frozen.etag(), name(), Map.of(BlobHead.GENERATION, "0"), Condition.NONE);
        } catch (RefusedException e) {
            if (e.isOtherSource()) {
                throw new StagingFencedException(area);
            }
            throw e.isMissing() ? new StagedBytesLostException(area, e) : e;
        }
        return Condition.match(requests.head(name())
                .orElseThrow(() -> new StagedBytesLostException(area))
                .etag());
    }

    /**
     * Records in the blob which object may refer to it from now on. The blob must be the sealed version, and must not be
     * published elsewhere.
     */
    void freeze(BlockList blocks, String target) throws IOException {
        if (frozenFor.isPresent() && !frozenFor.get().equals(target)) {
            throw new StagedBytesLostException(area);
        }
        Commit sealed = committed.orElseThrow(() -> new StagingFencedException(area));
        Signature signature = Signature.of(blocks);
        Map<String, String> metadata = new HashMap<>(signature.metadata(generation));
        metadata.put(BlobHead.TARGET, target);
        String etag;
        try {
            etag = requests.setMetadata(name(), metadata, Condition.match(sealed.etag()));
        } catch (RefusedException e) {
            if (!e.isLostCondition() && !e.isMissing()) {
                throw e;
            }
            BlobHead there = requests.head(name()).orElseThrow(() -> new StagedBytesLostException(area));
            if (!signature.isFrozenOf(there) || !frozenFor(there).equals(Optional.of(target))) {
                throw new StagingFencedException(area);
            }
            etag = there.etag();
        }
        frozenFor = Optional.of(target);
        committed = Optional.of(new Commit(etag, sealed.size(), sealed.shared()));
    }

    /** Returns a range of the committed bytes that belong to the object. */
    ObjectContent read(BlobObjects objects, long offset, long length) throws IOException {
        Commit commit = committed.orElseThrow(() -> new StagedBytesLostException(area));
        try {
            return objects.part(area, name(), commit.etag(), offset, length);
        } catch (RefusedException e) {
            if (e.isMissing()) {
                throw new StagedBytesLostException(area, e);
            }
            throw e.isLostCondition() ? new StagingFencedException(area) : e;
        }
    }

    /**
     * Deletes the blob and its uncommitted blocks.
     *
     * @param hasBlocks whether blocks were put
     */
    void delete(boolean hasBlocks) throws IOException {
        if (requests.delete(name(), Condition.NONE) || !hasBlocks) {
            return;
        }
        // Nothing was committed. Committing an empty list drops the blocks, and the empty blob is deleted.
        try {
            requests.putBlockList(name(), List.of(), Map.of(), Condition.ABSENT);
        } catch (RefusedException e) {
            if (!e.isLostCondition()) {
                throw e;
            }
        }
        requests.delete(name(), Condition.NONE);
    }
}
