package dev.moorage.http;

import dev.moorage.domain.blob.MediaType;
import java.util.Locale;
import java.util.Set;

/**
 * The {@code Content-Type} of a manifest that is served. Clients need the type that was stored, such as
 * {@code application/vnd.oci.image.manifest.v1+json}. A browser that knows the user's password must not run what another user has pushed,
 * so a type that a browser renders or runs goes out as octets: all that is not {@code application/…}, XML, scripts, documents. What is no media
 * type to a browser, without a slash or with several, is never rendered with {@code nosniff}, and goes out as it was stored.
 */
final class ServedMediaType {
    private static final String APPLICATION = "application/";

    private static final Set<String> DOCUMENTS = Set.of("xml", "pdf", "xhtml", "hta", "mhtml", "x-mimearchive");

    private ServedMediaType() {}

    static String of(MediaType stored) {
        return isInert(stored.value().toLowerCase(Locale.ROOT)) ? stored.value() : MediaType.OCTET_STREAM.value();
    }

    private static boolean isInert(String type) {
        // A browser takes the last one of a list.
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

    /** XML of any kind, which a style sheet or a namespace makes a page, and documents that can have scripts. */
    private static boolean isRendered(String subtype) {
        return DOCUMENTS.contains(subtype) || subtype.endsWith("+xml") || subtype.contains("html");
    }

    private static boolean isScript(String subtype) {
        return subtype.contains("script") || subtype.contains("flash");
    }
}
