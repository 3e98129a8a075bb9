package dev.moorage.identity.oidc;

import dev.moorage.identity.jwt.StrictJson;
import dev.moorage.identity.jwt.TrustedKeys;
import dev.moorage.identity.keys.Fetch;
import dev.moorage.identity.keys.HttpFetcher;
import dev.moorage.identity.keys.JwksFormat;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fetches the keys of an issuer: from an address that the configuration names, or from the one that the issuer's discovery
 * document names (OpenID Connect Discovery 1.0, section 4).
 */
public final class IssuerKeysFetch implements Fetch<TrustedKeys> {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private final HttpFetcher http;
    private final String issuer;
    private final Optional<URI> keys;

    /** @param keys the address of the keys, or empty to ask the issuer for it */
    public IssuerKeysFetch(HttpFetcher http, String issuer, Optional<URI> keys) {
        this.http = http;
        this.issuer = issuer;
        this.keys = keys;
    }

    @Override
    public Fetched<TrustedKeys> fetch() throws IOException {
        URI address = keys.isPresent() ? keys.get() : discover();
        HttpFetcher.Document document = http.get(address);
        TrustedKeys found = TrustedKeys.ofIssuer(new JwksFormat().parse(document.body()));
        if (found.isEmpty()) {
            throw new IOException(address + " has no key that signs tokens");
        }
        return new Fetched<>(found, document.fresh());
    }

    private URI discover() throws IOException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        URI address = uri(base + WELL_KNOWN);
        ObjectNode metadata = StrictJson.object(http.get(address).body())
                .orElseThrow(() -> new IOException(address + " is not a JSON object"));
        if (!text(metadata.path("issuer")).equals(Optional.of(issuer))) {
            throw new IOException(address + " is of another issuer");
        }
        return uri(text(metadata.path("jwks_uri")).orElseThrow(() -> new IOException(address + " has no jwks_uri")));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    private static URI uri(String text) throws IOException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IOException("an address of the issuer is not a URI", e);
        }
    }
}
