package dev.moorage.application.service.proxy;

import dev.moorage.application.port.in.blob.BlobContent;
import dev.moorage.application.port.in.blob.BlobInfo;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.service.proxy.ProxiedRepositories.Proxied;
import dev.moorage.application.service.proxy.fetch.Fetches;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.error.RegistryException;
import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Reads blobs, and fetches those from the repository's upstream that the repository does not have. */
final class ProxiedBlobs implements GetBlob {
    private final GetBlob stored;
    private final ProxiedRepositories repositories;
    private final Fetches fetches;

    ProxiedBlobs(GetBlob stored, ProxiedRepositories repositories, Fetches fetches) {
        this.stored = stored;
        this.repositories = repositories;
        this.fetches = fetches;
    }

    /** Asks an upstream. */
    private interface Asking {
        Optional<BlobInfo> ask(Proxied repository) throws IOException;
    }

    /** Looks for a blob in the storage. */
    private interface Looking {
        BlobInfo look(RepositoryName repository, Digest digest) throws IOException;
    }

    @Override
    public BlobInfo stat(RepositoryName repository, Digest digest) throws IOException {
        return find(repository, digest, stored::stat, proxied -> fetches.describe(proxied.repository(), digest));
    }

    @Override
    public BlobInfo request(RepositoryName repository, Digest digest) throws IOException {
        return find(repository, digest, stored::request, proxied -> fetches.request(proxied.repository(), digest));
    }

    private BlobInfo find(RepositoryName repository, Digest digest, Looking here, Asking upstream) throws IOException {
        try {
            return here.look(repository, digest);
        } catch (RegistryException refused) {
            Optional<Proxied> proxied = repositories.find(repository);
            if (proxied.isEmpty() || !Unknown.isMissing(refused)) {
                throw refused;
            }
            return upstream.ask(proxied.get()).orElseThrow(() -> Unknown.blob(digest));
        }
    }

    @Override
    public BlobContent open(BlobInfo blob, ByteRange range) throws IOException {
        Optional<BlobContent> arriving = fetches.open(blob, range, stored::open);
        return arriving.isPresent() ? arriving.get() : stored.open(blob, range);
    }

    /** A blob that arrives has no URL in the store. */
    @Override
    public Optional<URI> redirect(BlobInfo blob) throws IOException {
        return fetches.isArriving(blob.digest()) ? Optional.empty() : stored.redirect(blob);
    }
}
