package dev.moorage.application.service.repository;

import dev.moorage.application.layout.Links;
import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.application.storage.FolderNames;
import dev.moorage.application.storage.ObjectWalk;
import dev.moorage.application.storage.ParallelWork;
import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Reads the tags of a repository. Storage lists them by key, where {@code a-b/} comes before {@code a/}. */
public final class RepositoryTags {
    /** The greatest number of links that are read at the same time. An object store has 20 ms and more for each. */
    private static final int READERS = 32;

    private final StorageDriver storage;
    private final Links links;

    public RepositoryTags(StorageDriver storage, Links links) {
        this.storage = storage;
        this.links = links;
    }

    /**
     * Returns the first tags after a text in the order of strings, at most {@code most}, whether or not they name a
     * manifest. Other folders count for {@code most}, but are not in the result.
     */
    TagPage after(RepositoryName repository, String last, int most) throws IOException {
        FolderNames folders = FolderNames.after(storage, RegistryKeys.tags(repository), last, most);
        List<Tag> tags = folders.names().stream()
                .flatMap(name -> Tag.tryParse(name).stream())
                .toList();
        return new TagPage(tags, folders.more() ? Optional.of(folders.names().last()) : Optional.empty());
    }

    /**
     * A page of tags.
     *
     * @param next the text after which the next page begins, or empty on the last page
     */
    record TagPage(List<Tag> tags, Optional<String> next) {
        TagPage {
            tags = List.copyOf(tags);
            Objects.requireNonNull(next);
        }
    }

    /**
     * Returns the tags that name this manifest now. Reads the link of each tag of the repository. The history of a tag cannot
     * replace its link, since a push with a condition writes it last.
     */
    public List<Tag> naming(RepositoryName repository, Digest digest) throws IOException {
        Queue<Tag> naming = new ConcurrentLinkedQueue<>();
        forEachNamed(repository, _ -> true, (tag, named) -> {
            if (named.equals(digest)) {
                naming.add(tag);
            }
        });
        return List.copyOf(naming);
    }

    /** Looks at what a tag names. */
    public interface NamedVisitor {
        /** Called by several threads, in no particular order. */
        void visit(Tag tag, Digest named);
    }

    /**
     * Visits the tags that name a manifest now, with its digest. Reads the links of a page of tags at a time, with a limited
     * number of threads.
     *
     * @param wanted selects the tags whose links are read
     */
    public void forEachNamed(RepositoryName repository, Predicate<Tag> wanted, NamedVisitor visitor)
            throws IOException {
        ObjectWalk.children(storage, RegistryKeys.tags(repository)).forEachPage(page -> {
            List<Tag> tags = tags(page).stream().filter(wanted).toList();
            ParallelWork.forEach(
                    tags,
                    READERS,
                    tag -> links.read(RegistryKeys.tagLink(repository, tag))
                            .ifPresent(named -> visitor.visit(tag, named)));
            return true;
        });
    }

    /** Looks at one tag. */
    public interface TagVisitor {
        void visit(Tag tag) throws IOException;
    }

    /** Visits each tag of a repository, whether or not it still names a manifest. */
    public void forEach(RepositoryName repository, TagVisitor visitor) throws IOException {
        ObjectWalk.children(storage, RegistryKeys.tags(repository)).forEach(entry -> {
            Optional<Tag> tag = Tag.tryParse(entry.key().name());
            if (tag.isPresent() && entry instanceof ObjectPage.Folded) {
                visitor.visit(tag.get());
            }
        });
    }

    private static List<Tag> tags(ObjectPage page) {
        return page.entries().stream()
                .filter(ObjectPage.Folded.class::isInstance)
                .flatMap(entry -> Tag.tryParse(entry.key().name()).stream())
                .toList();
    }
}
