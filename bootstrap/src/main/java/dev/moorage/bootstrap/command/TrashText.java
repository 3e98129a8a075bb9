package dev.moorage.bootstrap.command;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Trashed;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;

/** The words for what is in the trash. A manifest and a tag are written as {@code trash restore} takes them. */
final class TrashText {
    private TrashText() {}

    static String of(RepositoryName repository, Trashed trashed) {
        return switch (trashed) {
            case TrashedLink(Digest digest, Digest _, var _) -> "blob " + repository + "@" + digest;
            case TrashedRevision(Digest digest, Digest _, var _) -> "manifest " + repository + "@" + digest;
            case TrashedTag(Tag tag, Digest digest) -> "tag " + repository + ":" + tag + ", which named " + digest;
        };
    }
}
