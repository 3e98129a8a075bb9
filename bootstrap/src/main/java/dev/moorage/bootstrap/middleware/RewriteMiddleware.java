package dev.moorage.bootstrap.middleware;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.PresignRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** Distribution's storage middleware {@code rewrite}. It changes parts of the URL that the backend gives. */
public final class RewriteMiddleware extends ForwardingStorageDriver {
    private final StorageDriver driver;
    private final Changes changes;

    /**
     * What becomes of a URL.
     *
     * @param scheme the new scheme. Empty to keep it
     * @param host the new host, with a port or without. Empty to keep it
     * @param trimPathPrefix what is removed at the beginning of the path, where the path begins with it
     */
    public record Changes(Optional<String> scheme, Optional<String> host, Optional<String> trimPathPrefix) {
        public Changes {
            Objects.requireNonNull(scheme);
            Objects.requireNonNull(host);
            Objects.requireNonNull(trimPathPrefix);
        }

        URI apply(URI url) {
            String path = url.getRawPath();
            String prefix = trimPathPrefix.filter(path::startsWith).orElse("");
            String trimmed = path.substring(prefix.length());
            String absolute = trimmed.startsWith("/") ? trimmed : "/" + trimmed;
            String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
            return URI.create(
                    scheme.orElse(url.getScheme()) + "://" + host.orElse(url.getRawAuthority()) + absolute + query);
        }
    }

    public RewriteMiddleware(StorageDriver driver, Changes changes) {
        this.driver = driver;
        this.changes = changes;
    }

    @Override
    protected StorageDriver delegate() {
        return driver;
    }

    @Override
    public Optional<URI> presign(PresignRequest request) throws IOException {
        return driver.presign(request).map(changes::apply);
    }
}
