package dev.moorage.domain.garbage;

/** How a store keeps a delete that was decided long ago from removing what was written since. */
public enum Fence {
    /** The store looks at the segment and deletes in one atomic step. */
    EXACT,
    /** The store refuses the delete after a time, and a delete names the version that it removes. */
    REWRITE,
    /** The store refuses the delete after a time. */
    TIMED,
    /** The store does nothing of it. The collector reports and removes nothing. */
    NONE
}
