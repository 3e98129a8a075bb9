package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.upload.UploadProgress;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Builds the URLs in {@code Location} and {@code Link}: a path, which works behind every proxy, or an absolute URL where
 * {@code http.host} is configured.
 */
public final class Locations {
    private final String base;

    /**
     * Builds URLs below a prefix.
     *
     * @param externalUrl the value of {@code http.host}, where it is configured
     * @param prefix the value of {@code http.prefix}, which begins and ends with a slash
     */
    public Locations(Optional<URI> externalUrl, String prefix) {
        String host = externalUrl.map(URI::toString).orElse("");
        this.base = (host.endsWith("/") ? host.substring(0, host.length() - 1) : host) + prefix + "v2/";
    }

    /**
     * The URL of an upload, with its state token. It always contains a {@code ?}, since some clients append {@code &digest=}
     * without looking.
     */
    String upload(UploadProgress progress) {
        return base + progress.repository() + "/blobs/uploads/" + progress.id() + "?_state=" + progress.state();
    }

    String blob(RepositoryName repository, Digest digest) {
        return base + repository + "/blobs/" + digest;
    }

    String manifest(RepositoryName repository, Digest digest) {
        return base + repository + "/manifests/" + digest;
    }

    /** The value of {@code Link} that names the next page of a listing. */
    String nextPage(String pathAndQuery) {
        return "<" + base + pathAndQuery + ">; rel=\"next\"";
    }

    /** Encodes a value for a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
