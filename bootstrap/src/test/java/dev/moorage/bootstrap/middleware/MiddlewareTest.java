package dev.moorage.bootstrap.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.ForwardingStorageDriver;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.PresignRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The URLs to which clients are redirected. */
class MiddlewareTest {
    private static final String KEY = "docker/registry/v2/blobs/sha256/2c/2cf2/data";
    private static final PresignRequest REQUEST = new PresignRequest(new ObjectKey(KEY), Duration.ofMinutes(5));

    /** A driver with one URL for every object. */
    private static StorageDriver withUrl(String url) {
        StorageDriver memory = new InMemoryStorageDriver(new InMemoryStore(InstantSource.system()));
        return new ForwardingStorageDriver() {
            @Override
            protected StorageDriver delegate() {
                return memory;
            }

            @Override
            public Optional<URI> presign(PresignRequest request) {
                return url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url));
            }
        };
    }

    @Test
    void redirectGivesTheBaseUrlAndTheKey() {
        for (String base : new String[] {"https://cdn.example.org/a", "https://cdn.example.org/a/"}) {
            assertThat(new RedirectMiddleware(withUrl(""), URI.create(base)).presign(REQUEST))
                    .contains(URI.create("https://cdn.example.org/a/" + KEY));
        }
        assertThat(new RedirectMiddleware(withUrl(""), URI.create("http://cdn:81")).presign(REQUEST))
                .contains(URI.create("http://cdn:81/" + KEY));
    }

    @Test
    void rewriteChangesOnlyWhatIsNamed() throws IOException {
        StorageDriver driver = withUrl("http://store:9000/images/a%20b?X-Amz-Signature=1%2F2");
        assertThat(rewritten(driver, "https", "cdn.example.org:8443", "/images"))
                .contains(URI.create("https://cdn.example.org:8443/a%20b?X-Amz-Signature=1%2F2"));
        assertThat(rewritten(driver, null, "cdn", "/other"))
                .contains(URI.create("http://cdn/images/a%20b?X-Amz-Signature=1%2F2"));
        assertThat(rewritten(withUrl("http://store/x"), null, null, null)).contains(URI.create("http://store/x"));
        assertThat(rewritten(withUrl(""), "https", "cdn", null)).isEmpty();
    }

    private static Optional<URI> rewritten(StorageDriver driver, String scheme, String host, String trim)
            throws IOException {
        return new RewriteMiddleware(
                        driver,
                        new RewriteMiddleware.Changes(
                                Optional.ofNullable(scheme), Optional.ofNullable(host), Optional.ofNullable(trim)))
                .presign(REQUEST);
    }

    @Test
    void cloudfrontSignsTheKeyInTheBucketForATime() throws Exception {
        KeyPair pair = pair("RSA");
        for (String url : new String[] {
            "https://images.s3.eu-west-1.amazonaws.com/root/" + KEY + "?X-Amz-Signature=1",
            "https://store.example.org/images/root/" + KEY + "?X-Amz-Signature=1"
        }) {
            URI signed = cloudFront(withUrl(url), pair).orElseThrow();
            String resource = "https://d1.cloudfront.net/root/" + KEY;
            assertThat(signed.toString())
                    .startsWith(resource + "?Expires=1700001200&Signature=")
                    .endsWith("&Key-Pair-Id=K1");
            Signature verifier = Signature.getInstance("SHA1withRSA");
            verifier.initVerify(pair.getPublic());
            verifier.update(("{\"Statement\":[{\"Resource\":\"" + resource
                            + "\",\"Condition\":{\"DateLessThan\":{\"AWS:EpochTime\":1700001200}}}]}")
                    .getBytes(StandardCharsets.UTF_8));
            String signature = signed.getRawQuery().split("&", -1)[1].substring("Signature=".length());
            assertThat(verifier.verify(Base64.getDecoder()
                            .decode(signature
                                    .replace('-', '+')
                                    .replace('_', '=')
                                    .replace('~', '/'))))
                    .isTrue();
        }
        assertThat(cloudFront(withUrl(""), pair)).isEmpty();
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    private static Optional<URI> cloudFront(StorageDriver driver, KeyPair pair) throws IOException {
        return new CloudFrontMiddleware(
                        driver,
                        "images",
                        URI.create("https://d1.cloudfront.net/"),
                        new CloudFrontSigner("K1", pair.getPrivate()),
                        Duration.ofMinutes(20),
                        () -> Instant.ofEpochSecond(1_700_000_000))
                .presign(REQUEST);
    }

    @Test
    void aKeyOfAnotherKindIsRefused() throws GeneralSecurityException {
        KeyPair pair = pair("EC");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloudFrontSigner("K1", pair.getPrivate()))
                .withMessageContaining("RSA");
    }
}
