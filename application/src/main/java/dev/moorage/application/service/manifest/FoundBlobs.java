package dev.moorage.application.service.manifest;

import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.service.blob.RepositoryBlobs;
import dev.moorage.application.service.garbage.docket.Reliance;
import dev.moorage.application.storage.OnceRead;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The blobs that one request has found in a repository. The images of an index share layers, and each layer is asked for once
 * between two looks at the docket. A blob that was not found is asked for each time, since the request may put its link back.
 */
final class FoundBlobs {
    private final RepositoryName repository;
    private final RepositoryBlobs blobs;
    private Optional<Pass> pass = Optional.empty();

    /**
     * What was found since a look.
     *
     * @param reliance the looks of the request
     * @param look the number of the look
     */
    private record Pass(Reliance reliance, int look, Map<Digest, OnceRead<Optional<Digest>>> reads) {}

    FoundBlobs(RepositoryName repository, RepositoryBlobs blobs) {
        this.repository = repository;
        this.blobs = blobs;
    }

    /** Returns the digest under which the bytes of a blob are stored, if the repository has it. */
    Optional<Digest> find(Digest digest, Reliance reliance) throws IOException {
        Map<Digest, OnceRead<Optional<Digest>>> reads = since(reliance);
        OnceRead<Optional<Digest>> read = reads.computeIfAbsent(
                digest,
                _ -> new OnceRead<>(() -> blobs.findExpected(repository, digest).map(BlobInfo::digest)));
        Optional<Digest> found = read.get();
        if (found.isEmpty()) {
            reads.remove(digest, read);
        }
        return found;
    }

    private synchronized Map<Digest, OnceRead<Optional<Digest>>> since(Reliance reliance) {
        int look = reliance.looksAgain();
        Optional<Pass> known = pass.filter(last -> last.reliance() == reliance && last.look() == look);
        if (known.isPresent()) {
            return known.get().reads();
        }
        Pass next = new Pass(reliance, look, new ConcurrentHashMap<>());
        pass = Optional.of(next);
        return next.reads();
    }
}
