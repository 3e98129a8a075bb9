package dev.moorage.http.endpoint;

import dev.moorage.domain.blob.MediaType;
import java.util.Locale;
import java.util.Set;

/**
 * Chooses the {@code Content-Type} of a manifest that is served. Clients need the stored type, for example
 * {@code application/vnd.oci.image.manifest.v1+json}. A browser that is logged in to the registry must not run content that
 * another user pushed. A type that browsers render or run is therefore served as {@code application/octet-stream}: every
 * type outside {@code application/…}, XML, scripts, documents. A value that is not a media type, with no slash or several,
 * is never rendered under {@code nosniff}, and is served as it was stored.
 */
final class ServedMediaType {
    private static final String APPLICATION = "application/";

    private static final Set<String> DOCUMENTS = Set.of("xml", "pdf", "xhtml", "hta", "mhtml", "x-mimearchive");

    private ServedMediaType() {}

    public static String of(MediaType stored) {
        return isInert(stored.value().toLowerCase(Locale.ROOT)) ? stored.value() : MediaType.OCTET_STREAM.value();
    }

    private static boolean isInert(String type) {
        // Of a comma-separated list a browser takes the last entry.
        if (type.contains(",")) {
            return false;
        }
        int semicolon = type.indexOf(';');
        String essence =
                type.substring(0, semicolon < 0 ? type.length() : semicolon).strip();
        int slash = essence.indexOf('/');
        if (slash < 0 || slash != essence.lastIndexOf('/')) {
            return true;
        }
        String subtype = essence.substring(slash + 1);
        return essence.startsWith(APPLICATION) && !subtype.isEmpty() && !isRendered(subtype) && !isScript(subtype);
    }

    /**
     * Whether a browser renders the type: XML of any kind, which a style sheet or a namespace turns into a page, and
     * documents that can hold scripts.
     */
    private static boolean isRendered(String subtype) {
        return DOCUMENTS.contains(subtype) || subtype.endsWith("+xml") || subtype.contains("html");
    }

    private static boolean isScript(String subtype) {
        return subtype.contains("script") || subtype.contains("flash");
    }
}
