package dev.moorage.application.service.notification.endpoint;

import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import java.util.List;
import java.util.Set;

/**
 * Which events an endpoint wants.
 *
 * @param ignoredMediaTypes the media types of content whose events are left out
 * @param ignoredActions the actions that are left out
 * @param repositories the repositories whose events are sent. Empty for all
 */
public record EventFilter(
        Set<String> ignoredMediaTypes, Set<EventAction> ignoredActions, List<RepositoryPattern> repositories) {
    public EventFilter {
        ignoredMediaTypes = Set.copyOf(ignoredMediaTypes);
        ignoredActions = Set.copyOf(ignoredActions);
        repositories = List.copyOf(repositories);
    }

    /** Returns whether any event with an action may be wanted. */
    public boolean wants(EventAction action) {
        return !ignoredActions.contains(action);
    }

    /**
     * Returns whether an event is wanted.
     *
     * @param mediaType the media type of the content, or the empty text where the event has none
     */
    public boolean wants(EventAction action, RepositoryName repository, String mediaType) {
        return wants(action)
                && !ignoredMediaTypes.contains(mediaType)
                && (repositories.isEmpty()
                        || repositories.stream().anyMatch(pattern -> pattern.matches(repository, Subject.ANONYMOUS)));
    }
}
