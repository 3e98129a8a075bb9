package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.ReferrersPage;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.exchange.Exchange;
import java.io.IOException;
import java.util.Optional;

/** {@code /v2/<name>/referrers/<digest>}: OCI Distribution Specification, section "Listing Referrers". */
public final class ReferrersEndpoint {
    private final ListReferrers referrers;
    private final Locations locations;

    public ReferrersEndpoint(ListReferrers referrers, Locations locations) {
        this.referrers = referrers;
        this.locations = locations;
    }

    public void list(Exchange exchange, RepositoryName repository, Digest subject) throws IOException {
        Optional<String> artifactType = exchange.query().lastMediaType("artifactType");
        Optional<Digest> after = exchange.query().last("last").map(Digest::parse);
        try (ReferrersPage page = referrers.list(repository, subject, artifactType, after)) {
            artifactType.ifPresent(_ -> exchange.header("OCI-Filters-Applied", "artifactType"));
            page.next()
                    .ifPresent(next -> exchange.header(
                            "Link",
                            locations.nextPage(
                                    repository + "/referrers/" + subject + "?last=" + Locations.encode(next.toString())
                                            + artifactType
                                                    .map(type -> "&artifactType=" + Locations.encode(type))
                                                    .orElse(""))));
            ReferrersBody.write(exchange, page);
        }
    }
}
