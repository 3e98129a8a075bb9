package dev.moorage.domain.fetch;

/**
 * The staged bytes of one fetch.
 *
 * @param fence the highest generation that has opened them
 */
record Area(String bytes, long fence, boolean sealed) {
    Area opened(long generation) {
        return new Area(bytes, generation, false);
    }

    Area with(String next) {
        return new Area(next, fence, sealed);
    }
}
