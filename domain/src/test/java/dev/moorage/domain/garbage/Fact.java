package dev.moorage.domain.garbage;

/** What is true in a {@link World}. A fact is a bit, so that a world is small. */
enum Fact {
    /** The bytes of the blob are stored. */
    BLOB,
    /** The bytes are younger than the grace period. */
    BLOB_YOUNG,
    LINK_0,
    LINK_1,
    /** A 201 was given that relies on the link. */
    LINK_0_PROMISED,
    LINK_1_PROMISED,
    TRASH_0,
    TRASH_1,
    /** The trash was written since time last passed, and does not expire yet. */
    TRASH_0_YOUNG,
    TRASH_1_YOUNG,
    /** The trash names a link on which a 201 relied. */
    TRASH_0_PROMISED,
    TRASH_1_PROMISED,
    /** A HEAD of the blob was 200, and no trash has expired since. */
    HEAD_0,
    HEAD_1,
    /** The repository has the manifest, which needs the blob. */
    REVISION,
    REVISION_PROMISED,
    /** The tag names the manifest. */
    TAG,
    /** The tag names another manifest. */
    TAG_MOVED,
    TAG_PROMISED,
    /** The tag was put within the time for which retention keeps it. */
    TAG_FRESH,
    /** A 201 was given for the tag since it is fresh. */
    TAG_RENEWED,
    /** The repository has an index, which needs the manifest. */
    INDEX,
    INDEX_PROMISED,
    /** The repository has a manifest whose subject is the manifest. */
    REFERRER,
    /** The trash has the manifest. */
    REVISION_TRASHED,
    /** The last removal of the link that the trash names is a client's. */
    CLIENT_LAST,
    /** The link was written after the record of that client. */
    LINK_NEWER,
    /** A client has deleted the link and has the answer, the link was not written since, and the record has not expired. */
    DELETED,
    /** The link was deleted, and comes back if the power is cut. */
    GHOST_0,
    GHOST_1;

    final int bit = 1 << ordinal();

    /** Returns the fact of another repository or the like: LINK_0 at 1 is LINK_1. */
    Fact at(int repository) {
        return values()[ordinal() + repository];
    }
}
