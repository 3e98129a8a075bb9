package dev.moorage.application.service.notification;

import java.util.Objects;
import java.util.Optional;

/**
 * What events say about the registry.
 *
 * @param address the host and the port of this process
 * @param instance a name of this process, new at each start
 * @param externalUrl the URL that clients know the registry by, without a {@code /} at its end. Empty where it is that of each
 *     request
 * @param isSecure whether this process serves TLS
 * @param includesReferences whether the event of a manifest lists what it refers to
 */
public record EventSource(
        String address, String instance, Optional<String> externalUrl, boolean isSecure, boolean includesReferences) {
    public EventSource {
        Objects.requireNonNull(address);
        Objects.requireNonNull(instance);
        Objects.requireNonNull(externalUrl);
    }

    /** Returns the URL of the registry, as the client of a request knows it. */
    String url(String host) {
        return externalUrl.orElseGet(() -> (isSecure ? "https://" : "http://") + host);
    }

    /** Returns the host of the registry, as clients name it in references to images. */
    String host(String asked) {
        return externalUrl
                .map(url -> url.substring(url.indexOf("//") + 2).replaceFirst("/.*", ""))
                .orElse(asked);
    }
}
