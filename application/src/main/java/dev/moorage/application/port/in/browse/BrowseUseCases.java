package dev.moorage.application.port.in.browse;

import java.util.Objects;

/** The use cases of the page. */
public record BrowseUseCases(
        FindRepositories repositories,
        BrowseTags tags,
        DescribeImage image,
        SurveyRepository survey,
        DescribeStorage storage,
        ListRemoved removed) {
    public BrowseUseCases {
        Objects.requireNonNull(repositories);
        Objects.requireNonNull(tags);
        Objects.requireNonNull(image);
        Objects.requireNonNull(survey);
        Objects.requireNonNull(storage);
        Objects.requireNonNull(removed);
    }
}
