package dev.moorage.bootstrap.config;

import java.util.Objects;
import java.util.Optional;

/** The values of a configuration, as {@link ConfigSection}s read them. Each key that is read counts as known. */
public final class Values {
    private final Section root;
    private final KnownKeys known;
    private final Defaults defaults;
    private final Problems problems;
    private final Optional<SourceFile> file;

    /**
     * The file that the configuration was read from.
     *
     * @param name the path as the operator wrote it
     * @param text the file's text, without the variables
     */
    public record SourceFile(String name, String text) {
        public SourceFile {
            Objects.requireNonNull(name);
            Objects.requireNonNull(text);
        }
    }

    Values(Section root, Optional<SourceFile> file, KnownKeys known, Defaults defaults, Problems problems) {
        this.root = root;
        this.file = file;
        this.known = known;
        this.defaults = defaults;
        this.problems = problems;
    }

    /** Returns the value of a key, or its default. A value of the wrong kind is an error, and gives the default. */
    public <T> T get(Key<T> key) {
        return get(key, key.otherwise());
    }

    /** Returns the value of a key, or another default than its own. */
    public <T> T get(Key<T> key, T otherwise) {
        int dot = key.path().lastIndexOf('.');
        Section section = dot < 0 ? root : section(key.path().substring(0, dot));
        return key.reading().read(section, key.path().substring(dot + 1), otherwise);
    }

    /** Returns whether a file or a variable sets a key. */
    public boolean isSet(Key<?> key) {
        int dot = key.path().lastIndexOf('.');
        Section section = dot < 0 ? root : section(key.path().substring(0, dot));
        return section.value(key.path().substring(dot + 1)).isPresent();
    }

    /** Returns whether a file or a variable names a section or a key at the top, with a value or without. */
    public boolean names(String key) {
        return root.names(key);
    }

    /** Returns the section at a path, which is empty where the configuration does not have it. */
    public Section section(String path) {
        Section section = root;
        for (String name : path.split("\\.", -1)) {
            section = section.section(name);
        }
        return section;
    }

    /** Returns the file, for values that are shown with their lines. Empty where there is none. */
    public Optional<SourceFile> file() {
        return file;
    }

    /** Returns whether any section declares a key with this path, or one below it. */
    public boolean declares(String path) {
        return known.holds(path);
    }

    /** Returns the defaults of the installation. */
    public Defaults defaults() {
        return defaults;
    }

    /** Reports something with which the server does not start. */
    public void error(Key<?> key, String message) {
        error(key.path(), message);
    }

    /** Reports something with which the server does not start, at the path of a key or of a section. */
    public void error(String path, String message) {
        problems.error(path, message);
    }

    /** Reports something that the operator should know. */
    public void warning(Key<?> key, String message) {
        warning(key.path(), message);
    }

    /** Reports something that the operator should know, at the path of a key or of a section. */
    public void warning(String path, String message) {
        problems.warning(path, message);
    }
}
