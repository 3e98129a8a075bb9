package dev.moorage.application.cache;

/** Counts the requests to a cache. Many threads call it. */
public interface CacheObserver {
    /** Counts nothing. */
    CacheObserver NONE = new CacheObserver() {
        @Override
        public void hit() {
            // Nothing is counted.
        }

        @Override
        public void missed() {
            // Nothing is counted.
        }
    };

    /** A value was in the cache. */
    void hit();

    /** A value was not in the cache, and is loaded. */
    void missed();
}
