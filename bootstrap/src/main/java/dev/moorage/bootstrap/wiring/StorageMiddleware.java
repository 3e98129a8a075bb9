package dev.moorage.bootstrap.wiring;

import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.middleware.CloudFrontMiddleware;
import dev.moorage.bootstrap.middleware.CloudFrontSigner;
import dev.moorage.bootstrap.middleware.RedirectMiddleware;
import dev.moorage.bootstrap.middleware.RewriteMiddleware;
import dev.moorage.bootstrap.section.MiddlewareConfig;
import dev.moorage.bootstrap.section.MiddlewareConfig.CloudFront;
import dev.moorage.bootstrap.section.MiddlewareConfig.Middleware;
import dev.moorage.bootstrap.section.MiddlewareConfig.Redirect;
import dev.moorage.bootstrap.section.MiddlewareConfig.Rewrite;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** The configured middleware around the storage driver. */
record StorageMiddleware(MiddlewareConfig middleware, StorageConfig storage) {
    private static final String LIST = "middleware.storage";
    private static final Set<String> S3 = Set.of("s3", "s3aws");

    /** Checks what the configuration and its files show. */
    void check() throws InvalidConfigurationException {
        for (Middleware one : middleware.storage()) {
            if (one instanceof CloudFront cloudFront) {
                if (!S3.contains(storage.type())) {
                    throw refused("has cloudfront, which needs storage.s3");
                }
                signer(cloudFront);
            } else if (one instanceof Redirect
                    && storage.parameters().path("commit").asString("").equals("reference")) {
                throw refused(
                        "has redirect, which cannot follow the references that commit: reference stores as blobs");
            }
        }
    }

    private static InvalidConfigurationException refused(String why) {
        return new InvalidConfigurationException(List.of(LIST + ": " + why));
    }

    /** Returns a driver with all middleware around it, the first entry innermost. */
    StorageDriver around(StorageDriver driver, InstantSource clock) throws InvalidConfigurationException {
        StorageDriver all = driver;
        for (Middleware one : middleware.storage()) {
            all = switch (one) {
                case Redirect redirect -> new RedirectMiddleware(all, redirect.base());
                case Rewrite rewrite -> new RewriteMiddleware(all, rewrite.changes());
                case CloudFront cloudFront ->
                    new CloudFrontMiddleware(
                            all, bucket(), cloudFront.base(), signer(cloudFront), cloudFront.validFor(), clock);
            };
        }
        return all;
    }

    private String bucket() {
        return storage.parameters().path("bucket").asString("");
    }

    private static CloudFrontSigner signer(CloudFront cloudFront) throws InvalidConfigurationException {
        PemFile file = new PemFile(cloudFront.path(), cloudFront.privateKey());
        try {
            return new CloudFrontSigner(cloudFront.keyPairId(), file.privateKey());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(List.of(cloudFront.path() + ": " + e.getMessage()));
        }
    }
}
