package dev.moorage.domain.garbage;

/**
 * A delete that was sent to the store and has not taken effect.
 *
 * @param current whether the object has the version that the delete names
 */
record Flying(Target target, long round, boolean current) {}
