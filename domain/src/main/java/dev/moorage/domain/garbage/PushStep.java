package dev.moorage.domain.garbage;

/** The steps of a request whose answer relies on objects that it has not written itself. */
public enum PushStep {
    /** Looks at the docket, or takes an earlier look of the same server: {@link GarbageProtocol#mayTakeEarlierLook}. */
    LOOK,
    /** Resolves the verdicts that the first look has found. */
    RESOLVE,
    /** Looks whether the objects are there, and publishes the request's own bytes. */
    CHECK,
    /** Writes what makes the objects needed: a link, a revision, a tag. */
    WRITE,
    /** Looks at the docket again. If it has changed, the presence is checked again, and the look is repeated. */
    LOOK_AGAIN
}
