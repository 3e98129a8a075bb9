package dev.moorage.http.page;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * The page of a registry that has one.
 *
 * @param path {@code ui.path}, which begins and ends with {@code /}
 * @param endpoints makes the endpoints at the first request to them, so that a start loads nothing of the page
 */
public record ServedPage(String path, Supplier<PageEndpoints> endpoints) {
    public ServedPage {
        Objects.requireNonNull(endpoints);
        if (!path.startsWith("/") || !path.endsWith("/")) {
            throw new IllegalArgumentException("the path of the page does not begin and end with /");
        }
    }
}
