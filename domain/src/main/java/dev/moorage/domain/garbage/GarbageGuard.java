package dev.moorage.domain.garbage;

/** The conditions of {@link GarbageProtocol}. Each has a name, so that a test can switch it off and see what breaks. */
enum GarbageGuard {
    /** A push looks at the docket after its write has returned, and before it answers. */
    LOOK_AFTER_WRITE,
    /** A push looks at the docket before it looks whether an object is there. */
    LOOK_BEFORE_CHECK,
    /** A push that can publish its bytes only once looks itself, and does not begin with an earlier look of its server. */
    OWN_LOOK,
    /** A push resolves a verdict before it publishes bytes that it cannot publish twice. */
    RESOLVE_BEFORE_PUBLISH,
    /** A push checks again if the docket has changed, although no verdict is left. */
    CHECK_AFTER_CHANGE,
    /** A push takes out a verdict that has not led to a removal, and waits for nothing. */
    RESCUE_CONDEMNED,
    /** A push waits for a delete that the store may still carry out. */
    WAIT_FOR_DELETE,
    /** A verdict on a tag is found by the tag's name, whatever manifest the tag names. */
    TAG_BY_NAME,
    /** A collector lists after it has condemned. */
    LIST_AFTER_CONDEMN,
    /** A collector lists after the verdicts are published. */
    LIST_AFTER_PUBLISH,
    /** A collector lists the trash after the links. */
    TRASH_AFTER_LINKS,
    /** What the trash names is needed. */
    TRASH_KEEPS,
    /** A link is in the trash before it leaves its repository. */
    TRASH_BEFORE_DELETE,
    /** The trash is written after the removal has begun, so that the removal's time bounds how old the trash can be. */
    TRASH_IN_REMOVAL,
    /** A push looks in the trash after it has found that something is gone. */
    TRASH_AFTER_LOOK,
    /** The time of the link that a collector takes decides whether a client has removed it later, and not the time of the record. */
    LAST_REMOVAL,
    /** A round removes only what it has condemned itself. */
    OWN_VERDICT,
    /** A round replaces verdicts that other rounds have left. */
    TAKE_OVER,
    /** A removal whose time is over is condemned again, and never continued. */
    OWN_LISTING,
    /** The store deletes only while the verdict stands. */
    DELETE_WHILE_REMOVING,
    /** A verdict is dropped only if its delete was answered, or can no longer take effect. */
    DROP_WHEN_ANSWERED,
    /** What is younger than the grace period is not removed, and its age is asked after the verdict is published. */
    AGE,
    /** A manifest that is there needs its blobs, although nothing needs the manifest. */
    PRESENT_KEEPS,
    /** An index that is there needs its manifests. */
    CHILDREN_ARE_KEPT,
    /** An index looks at the content of its manifests: the push of one may have been killed before its last look. */
    CHILD_CONTENT,
    /** A subject that is there needs its referrers. */
    REFERRERS_ARE_KEPT,
    /** A listing that failed, or a manifest that cannot be read, needs everything. */
    FAIL_CLOSED,
    /** A link is gone for good, through a power cut, before its blob is condemned. */
    DURABLE_UNLINK
}
