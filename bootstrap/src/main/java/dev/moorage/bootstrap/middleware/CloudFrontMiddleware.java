package dev.moorage.bootstrap.middleware;

import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.PresignRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Distribution's storage middleware {@code cloudfront}. The URL of an object is the one of a CloudFront distribution, signed
 * for a limited time. The origin of that distribution is the bucket, without an origin path.
 */
public final class CloudFrontMiddleware extends ForwardingStorageDriver {
    private final StorageDriver driver;
    private final String bucket;
    private final URI base;
    private final CloudFrontSigner signer;
    private final Duration validFor;
    private final InstantSource clock;

    /**
     * @param driver a driver whose URLs name the bucket in the host or in the path, as those of S3 do
     * @param base the URL of the CloudFront distribution
     * @param validFor how long a URL is valid
     */
    public CloudFrontMiddleware(
            StorageDriver driver,
            String bucket,
            URI base,
            CloudFrontSigner signer,
            Duration validFor,
            InstantSource clock) {
        this.driver = driver;
        this.bucket = bucket;
        this.base = base;
        this.signer = signer;
        this.validFor = validFor;
        this.clock = clock;
    }

    @Override
    protected StorageDriver delegate() {
        return driver;
    }

    @Override
    public Optional<URI> presign(PresignRequest request) throws IOException {
        String prefix = base.toString();
        String start = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return driver.presign(request)
                .map(url -> signer.sign(start + key(url), clock.instant().plus(validFor)));
    }

    /** Returns the key in the bucket, as it stands in a path, with a slash in front. */
    private String key(URI url) {
        String path = url.getRawPath();
        boolean isInHost = url.getHost().startsWith(bucket + ".");
        String prefix = "/" + bucket;
        return !isInHost && path.startsWith(prefix + "/") ? path.substring(prefix.length()) : path;
    }
}
