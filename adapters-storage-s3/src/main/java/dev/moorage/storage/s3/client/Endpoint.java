package dev.moorage.storage.s3.client;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads endpoints of the configuration, which may have no scheme, and knows those of some stores. */
final class Endpoint {
    private Endpoint() {}

    /**
     * Checks an endpoint. Nothing is required of a blank one.
     *
     * @param schemeNeeded whether the endpoint must have a scheme
     * @throws IllegalArgumentException when it is no URL of http or https. The message has the key and not the value
     */
    static void require(String key, @Nullable String value, boolean schemeNeeded) {
        if (value == null || value.isBlank()) {
            return;
        }
        boolean schemed = value.startsWith("http://") || value.startsWith("https://");
        if (!schemed && (schemeNeeded || value.contains("://"))) {
            throw new IllegalArgumentException(key + " is no http or https URL");
        }
        String problem;
        try {
            problem = URI.create(schemed ? value : "https://" + value).getHost() == null ? " has no host" : "";
        } catch (IllegalArgumentException _) {
            problem = " is no URL";
        }
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(key + problem);
        }
    }

    /** Whether an endpoint belongs to Cloudflare's R2. */
    static boolean isR2(@Nullable String endpoint) {
        return host(endpoint).endsWith(".r2.cloudflarestorage.com");
    }

    /** Whether an endpoint belongs to {@code amazonaws.com}, {@code amazonaws.com.cn} or another domain of Amazon. */
    static boolean isAmazons(@Nullable String endpoint) {
        return (host(endpoint) + ".").contains(".amazonaws.com.");
    }

    private static String host(@Nullable String endpoint) {
        if (endpoint == null || endpoint.isBlank()) {
            return "";
        }
        return URI.create(endpoint.contains("://") ? endpoint : "https://" + endpoint)
                .getHost()
                .toLowerCase(Locale.ROOT);
    }
}
