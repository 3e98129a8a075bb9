package dev.moorage.bootstrap.middleware;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.PresignRequest;
import java.net.URI;
import java.util.Optional;

/**
 * Distribution's storage middleware {@code redirect}. The URL of an object is a base URL and the key of the object, without a
 * signature. The backend does not have to have URLs.
 */
public final class RedirectMiddleware extends ForwardingStorageDriver {
    private final StorageDriver driver;
    private final String base;

    /** @param base has a scheme and a host. It may have a path, which precedes the key */
    public RedirectMiddleware(StorageDriver driver, URI base) {
        this.driver = driver;
        String text = base.toString();
        this.base = text.endsWith("/") ? text : text + "/";
    }

    @Override
    protected StorageDriver delegate() {
        return driver;
    }

    @Override
    public Optional<URI> presign(PresignRequest request) {
        return Optional.of(URI.create(base + request.key()));
    }
}
