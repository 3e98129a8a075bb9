package dev.moorage.bootstrap.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.config.ConfigurationReading;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.middleware.RewriteMiddleware;
import dev.moorage.bootstrap.section.MiddlewareConfig.CloudFront;
import dev.moorage.bootstrap.section.MiddlewareConfig.Redirect;
import dev.moorage.bootstrap.section.MiddlewareConfig.Rewrite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The section {@code middleware}. */
class MiddlewareConfigTest extends ConfigurationReading {
    private static final String CLOUDFRONT =
            "version: 0.1\nmiddleware: {storage: [{name: cloudfront, options: {%s}}]}\n";

    private List<MiddlewareConfig.Middleware> storage(String yaml, Map<String, String> variables)
            throws IOException, InvalidConfigurationException {
        return read("version: 0.1\n" + yaml, variables)
                .configuration()
                .get(MiddlewareConfig.class)
                .storage();
    }

    @Test
    void entriesAreReadInTheirOrderAndDisabledOnesLeftOut() throws IOException, InvalidConfigurationException {
        assertThat(storage("""
                        middleware:
                          storage:
                            - {name: redirect, options: {baseurl: 'https://cdn.example.org/a'}}
                            - {name: cloudfront, disabled: true, options: {baseurl: x}}
                            - {name: rewrite, options: {scheme: https, host: 'x:8443', trimpathprefix: /images}}
                        """, Map.of()))
                .containsExactly(
                        new Redirect(URI.create("https://cdn.example.org/a")),
                        new Rewrite(new RewriteMiddleware.Changes(
                                Optional.of("https"), Optional.of("x:8443"), Optional.of("/images"))));
        assertThat(storage("", Map.of())).isEmpty();
    }

    @Test
    void cloudfrontHasTheDefaultsOfDistribution() throws IOException, InvalidConfigurationException {
        assertThat(read(
                                CLOUDFRONT.formatted(
                                        "baseurl: d1.cloudfront.net, privatekey: /k.pem, keypairid: K1, awsregion: us-east-1"),
                                Map.of())
                        .warnings())
                .isEmpty();
        assertThat(storage(
                        "",
                        Map.of(
                                "REGISTRY_MIDDLEWARE_STORAGE_CLOUDFRONT_BASEURL", "https://d1.cloudfront.net/",
                                "REGISTRY_MIDDLEWARE_STORAGE_CLOUDFRONT_PRIVATEKEY", "/k.pem",
                                "REGISTRY_MIDDLEWARE_STORAGE_CLOUDFRONT_KEYPAIRID", "K1")))
                .containsExactly(new CloudFront(
                        "middleware.storage.cloudfront.privatekey",
                        URI.create("https://d1.cloudfront.net/"),
                        Path.of("/k.pem"),
                        "K1",
                        Duration.ofMinutes(20)));
    }

    @Test
    void anEntryThatCannotBeUsedIsAnErrorAtItsKey() {
        String first = "middleware.storage[0].";
        assertThat(errors("version: 0.1\nmiddleware: {storage: [{options: {baseurl: x}}]}"))
                .containsExactly(first + "name: is missing; there are: cloudfront, redirect, rewrite");
        assertThat(errors("version: 0.1\nmiddleware: {storage: [{name: openshift}]}"))
                .containsExactly(
                        first + "name: \"openshift\" is not supported; there are: cloudfront, redirect, rewrite");
        assertThat(errors("version: 0.1\nmiddleware: {storage: [{name: redirect, options: {baseurl: cdn}}]}"))
                .containsExactly(first + "options.baseurl: is not a URL with a scheme and a host, and without a query");
        assertThat(errors(CLOUDFRONT.formatted("ipfilteredby: aws")))
                .containsExactly(
                        first + "options.baseurl: is missing: a URL",
                        first + "options.privatekey: is missing: a PEM file with an RSA key",
                        first + "options.keypairid: is missing: the id of the key at CloudFront",
                        first
                                + "options.ipfilteredby: \"aws\" is not supported: every client is redirected to CloudFront."
                                + " Set it to none");
    }

    /** Otherwise each pull of a blob is 500, because no URL can be made. */
    @Test
    void aPartOfAUrlThatNoUrlHasIsAnErrorAtItsKey() {
        String options = "middleware.storage[0].options.";
        assertThat(
                        errors(
                                "version: 0.1\nmiddleware: {storage: [{name: rewrite, options: {scheme: 'https:', host: 'a b'}}]}"))
                .containsExactly(
                        options + "scheme: is not the scheme of a URL, such as https",
                        options + "host: is not a host, with a port or without, such as cdn.example.org:8443");
        assertThat(errors("version: 0.1\nmiddleware: {storage: [{name: rewrite, options: {host: 'https://cdn'}}]}"))
                .hasSize(1);
        assertThat(errors("version: 0.1\nmiddleware: {storage: [{name: rewrite, options: {host: 'cdn/a'}}]}"))
                .hasSize(1);
        assertThat(
                        errors(
                                "version: 0.1\nmiddleware: {storage: [{name: redirect, options: {baseurl: 'https://cdn/#a'}}]}"))
                .hasSize(1);
        assertThat(errors(CLOUDFRONT.formatted(
                        "baseurl: d1.cloudfront.net, privatekey: /k.pem, keypairid: K 1, duration: 0s")))
                .containsExactly(
                        options + "keypairid: has other characters than letters, digits, and the signs . _ ~ -",
                        options + "duration: is 0, so that no URL is valid");
    }
}
