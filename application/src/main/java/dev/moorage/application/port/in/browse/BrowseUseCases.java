package dev.moorage.application.port.in.browse;

import java.util.Objects;

/** The use cases of the page. */
public record BrowseUseCases(
        FindRepositories repositories, BrowseTags tags, DescribeImage image, DescribeStorage storage) {
    public BrowseUseCases {
        Objects.requireNonNull(repositories);
        Objects.requireNonNull(tags);
        Objects.requireNonNull(image);
        Objects.requireNonNull(storage);
    }
}
