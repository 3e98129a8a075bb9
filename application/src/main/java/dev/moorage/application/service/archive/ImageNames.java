package dev.moorage.application.service.archive;

import dev.moorage.application.port.in.archive.ImportRequest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.util.Optional;

/** Where the images of an archive are stored: by their names in it, and by what the request says. */
record ImageNames(ImportRequest request, boolean isOnlyImage) {
    /** A repository and a tag. */
    record Name(RepositoryName repository, Tag tag) {}

    /** Returns where an image is stored. The result is empty if the request and the archive do not say it. */
    Optional<Name> of(LayoutIndex.Entry entry) {
        if (request.tag().isPresent() && isOnlyImage) {
            return request.to()
                    .flatMap(to -> name(to.value(), request.tag().get().value()));
        }
        Optional<Name> whole = whole(entry.imageName()).or(() -> whole(entry.refName()));
        if (request.to().isEmpty()) {
            return whole;
        }
        Optional<Tag> tag = Tag.tryParse(entry.refName()).or(() -> whole.map(Name::tag));
        return tag.flatMap(each -> name(request.to().get().value(), each.value()));
    }

    /** Reads {@code [host/]repository:tag}, without the host. */
    private Optional<Name> whole(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= text.lastIndexOf('/') || text.indexOf('@') >= 0) {
            return Optional.empty();
        }
        String repository = text.substring(0, colon);
        int slash = repository.indexOf('/');
        if (slash > 0 && isHost(repository.substring(0, slash))) {
            repository = repository.substring(slash + 1);
        }
        return name(request.prefix() + repository, text.substring(colon + 1));
    }

    /** Whether the first component is a host: as Docker decides it. */
    private static boolean isHost(String component) {
        return component.equals("localhost") || component.indexOf('.') >= 0 || component.indexOf(':') >= 0;
    }

    private static Optional<Name> name(String repository, String tag) {
        return RepositoryName.tryParse(repository)
                .flatMap(name -> Tag.tryParse(tag).map(each -> new Name(name, each)));
    }
}
