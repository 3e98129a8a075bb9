package dev.moorage.bootstrap.path;

import static java.util.stream.Collectors.toCollection;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The source files of Moorage whose code has run, by the name of their top-level class. {@link RecordingLoader} reports here. */
public final class RunFiles {
    private static final Set<String> RUN = ConcurrentHashMap.newKeySet();

    private RunFiles() {}

    /** Called at the start of each method that {@link RecordingLoader} has loaded. */
    public static void run(String file) {
        RUN.add(file);
    }

    /** Forgets what has run. */
    static void reset() {
        RUN.clear();
    }

    /** What has run since the last reset, sorted. */
    static SortedSet<String> sorted() {
        return RUN.stream().collect(toCollection(TreeSet::new));
    }
}
