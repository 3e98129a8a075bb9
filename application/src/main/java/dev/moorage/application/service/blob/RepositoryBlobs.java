package dev.moorage.application.service.blob;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.port.in.access.Caller;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.storage.IndependentCalls;
import dev.moorage.application.storage.OnceRead;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The blobs of a repository: those that are linked into it and exist. */
public final class RepositoryBlobs {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryBlobs.class);

    private final StorageDriver storage;
    private final Links links;
    private final IndependentCalls calls;

    public RepositoryBlobs(StorageDriver storage, Links links) {
        this.storage = storage;
        this.links = links;
        this.calls = new IndependentCalls(storage);
    }

    /**
     * Returns the blob of a digest. A link may name another digest than its key, because CNCF Distribution stores under
     * sha256 what was pushed by sha512, and links to that.
     */
    public Optional<BlobInfo> find(RepositoryName repository, Digest digest) throws IOException {
        Optional<Digest> linked = links.read(RegistryKeys.layerLink(repository, digest));
        return linked.isEmpty()
                ? Optional.empty()
                : storage.stat(RegistryKeys.blob(linked.get())).map(data -> new BlobInfo(linked.get(), data.size()));
    }

    /**
     * Returns what {@link #find} does for a blob that the repository probably has. Its bytes are looked for while its link is read, where
     * that saves a round trip.
     */
    public Optional<BlobInfo> findExpected(RepositoryName repository, Digest digest) throws IOException {
        if (!calls.atOnce()) {
            return find(repository, digest);
        }
        OnceRead<Optional<ObjectInfo>> bytes = calls.begin(() -> storage.stat(RegistryKeys.blob(digest)));
        Optional<Digest> linked = links.read(RegistryKeys.layerLink(repository, digest));
        if (linked.isEmpty()) {
            return Optional.empty();
        }
        Optional<ObjectInfo> found =
                linked.get().equals(digest) ? bytes.get() : storage.stat(RegistryKeys.blob(linked.get()));
        return found.map(data -> new BlobInfo(linked.get(), data.size()));
    }

    /** How a repository comes to have a blob. */
    public enum Origin {
        /** Its bytes were pushed to the repository. */
        PUSHED,
        /** Its bytes were pushed by a request whose answer was lost, and the push was repeated. */
        REPEATED,
        /** Another repository has it. */
        MOUNTED,
        /** The repository's upstream has it. */
        FETCHED
    }

    /**
     * Makes a blob visible in a repository. The bytes survive a power cut already. This is the only place that writes such a
     * link.
     *
     * @param digest the digest under which the repository has the blob
     * @param target the digest under which the bytes are stored
     */
    public void link(Caller caller, RepositoryName repository, Digest digest, Digest target, Origin origin)
            throws IOException {
        links.write(RegistryKeys.layerLink(repository, digest), target);
        LOG.atDebug()
                .addKeyValue("repository", repository)
                .addKeyValue("digest", digest)
                .addKeyValue("caller", caller.subject())
                .addKeyValue("origin", origin)
                .log("A blob is in a repository");
    }

    /**
     * Returns whether the bytes of a blob are there, and writes the link to them if it is gone. The caller has seen the
     * link in the repository, or has written it.
     *
     * @param digest the digest under which the repository has the blob
     * @param target the digest under which the bytes are stored
     */
    public boolean restore(RepositoryName repository, Digest digest, Digest target) throws IOException {
        if (storage.stat(RegistryKeys.blob(target)).isEmpty()) {
            return false;
        }
        ObjectKey link = RegistryKeys.layerLink(repository, digest);
        if (links.read(link).isEmpty()) {
            links.write(link, target);
        }
        return true;
    }

    /**
     * Returns the digest under which the bytes of a repository's blob are stored, and makes the blob survive a power
     * cut. A link is written only after its blob survives one, so only the link has to be made durable. The result is
     * empty if the repository does not have the blob.
     */
    public Optional<Digest> persist(RepositoryName repository, Digest digest) throws IOException {
        Optional<Digest> there = findExpected(repository, digest).map(BlobInfo::digest);
        if (there.isPresent()) {
            links.persist(RegistryKeys.layerLink(repository, digest));
        }
        return there;
    }
}
