package dev.moorage.bootstrap.section;

import dev.moorage.bootstrap.config.Section;
import dev.moorage.bootstrap.config.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** A set of keys (RFC 7517) that a configuration names: a file, or a URL. */
public sealed interface KeySource {
    /** A file. It is read again when it changes. */
    record File(Path path) implements KeySource {
        public File {
            Objects.requireNonNull(path);
        }
    }

    /** A URL. It is fetched when a token comes, and again from time to time. */
    record Url(URI address) implements KeySource {
        public Url {
            Objects.requireNonNull(address);
        }
    }

    /**
     * Reads a key that names a file or a URL. Anything else, and a URL that is fetched without TLS from another machine, is an
     * error.
     *
     * @param insecure whether the key of the section allows {@code http} to the own machine
     */
    static Optional<KeySource> read(Section section, String key, boolean insecure, Values values) {
        Optional<String> text = section.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            return url(section, key, text.get(), insecure, values).map(Url::new);
        }
        try {
            return Optional.of(new File(Path.of(text.get())));
        } catch (InvalidPathException _) {
            values.error(section.path(key), "is neither a path nor a URL");
            return Optional.empty();
        }
    }

    /** Reads a URL that the registry fetches from. */
    static Optional<URI> url(Section section, String key, String text, boolean insecure, Values values) {
        try {
            URI uri = new URI(text);
            boolean https = "https".equals(uri.getScheme());
            if (uri.getHost() != null && (https || insecure && "http".equals(uri.getScheme()))) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException _) {
            // Reported below.
        }
        values.error(
                section.path(key),
                "is not an https URL. Only with insecure: true it may be http, to this machine alone");
        return Optional.empty();
    }
}
