package dev.moorage.application.port.out.upstream;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.Reference;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One registry that this registry fetches from. Names are those of the upstream. A call blocks until the upstream has begun
 * to answer, and no longer than its time allows. Content is not verified.
 */
public interface Upstream {
    /**
     * Returns the digest of the manifest that a tag names. The content is not fetched where the upstream can say so without
     * it: many count a GET of a manifest, and no HEAD.
     */
    UpstreamAnswer<Digest> resolve(RepositoryName repository, Tag tag);

    /** Fetches a manifest. The bytes are held in memory, and there is a limit to their number. */
    UpstreamAnswer<byte[]> manifest(RepositoryName repository, Reference reference);

    /**
     * Returns a page of a repository's tags, in the upstream's order.
     *
     * @param most the number of tags that is wanted, above 0. The upstream may send more
     * @param last the tag after which the page begins, or empty. The upstream may begin earlier
     */
    UpstreamAnswer<UpstreamTags> tags(RepositoryName repository, int most, Optional<String> last);

    /**
     * Returns the manifests that have this subject: OCI Distribution Specification, section "Listing Referrers". Where the upstream has
     * no such list, they are those of the index under the tag of the subject, section "Referrers Tag Schema". A list is whole. One of
     * great length is {@link UpstreamAnswer.Kind#WRONG}.
     */
    UpstreamAnswer<List<UpstreamReferrer>> referrers(RepositoryName repository, Digest subject);

    /** Returns the size of a blob in bytes. */
    UpstreamAnswer<Long> size(RepositoryName repository, Digest digest);

    /**
     * Fetches a blob. The caller closes what is found.
     *
     * @param offset the first byte that is wanted. The upstream may begin at 0 nevertheless
     */
    UpstreamAnswer<UpstreamBlob> blob(RepositoryName repository, Digest digest, long offset);

    /**
     * Returns how many more manifests the upstream gives for now, as it has said last. Empty if it says nothing. The upstream is
     * not asked.
     */
    OptionalLong remaining();
}
