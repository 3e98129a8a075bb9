package dev.moorage.domain.access;

import dev.moorage.domain.name.RepositoryName;
import java.util.Optional;

/**
 * A pattern of whole repository names. {@code *} is any text within a component, {@code ?} one character within a component,
 * and {@code **} one or more whole components: {@code x/**} is everything below {@code x}, and not {@code x}. {@code {user}}
 * is the caller's name without the prefix of its provider, if that is one legal component. It never works as a pattern.
 */
public final class RepositoryPattern {
    /** The pattern of every name. */
    public static final RepositoryPattern EVERY = parse("**");

    private static final String USER = "{user}";
    private static final char OF_USER = '\u0002';

    private final String text;
    private final String program;
    private final Optional<Glob> fixed;

    private RepositoryPattern(String text, String program) {
        this.text = text;
        this.program = program;
        this.fixed = program.indexOf(OF_USER) < 0 ? Optional.of(new Glob(program)) : Optional.empty();
    }

    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException with the reason, when no repository name can match
     */
    public static RepositoryPattern parse(String text) {
        if (text.length() > RepositoryName.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "is longer than the " + RepositoryName.MAX_LENGTH + " characters of a name");
        }
        StringBuilder program = new StringBuilder();
        for (String component : text.split("/", -1)) {
            program.append(program.isEmpty() ? "" : "/").append(component(component));
        }
        return new RepositoryPattern(text, program.toString());
    }

    private static String component(String text) {
        if (text.equals("**")) {
            return String.valueOf(Glob.COMPONENTS);
        }
        String component = text.replace(USER, String.valueOf(OF_USER));
        if (component.isEmpty()) {
            throw new IllegalArgumentException("has a component without characters");
        }
        if (component.contains("**")) {
            throw new IllegalArgumentException("has ** next to other characters of a component: write * there");
        }
        if (!component.chars().allMatch(RepositoryPattern::mayStand)) {
            throw new IllegalArgumentException(
                    "has a character that no repository name has. It may hold a-z, 0-9, . _ - / and * ** ? {user}");
        }
        return component;
    }

    private static boolean mayStand(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "._-*?".indexOf(c) >= 0 || c == OF_USER;
    }

    /** Whether the pattern depends on the caller. */
    public boolean isOfUser() {
        return fixed.isEmpty();
    }

    /** Whether the pattern matches every name. */
    public boolean isEvery() {
        return text.equals("**");
    }

    /** Whether a repository matches the pattern for this caller. */
    public boolean matches(RepositoryName repository, Subject subject) {
        Optional<Glob> glob = glob(subject);
        return glob.isPresent() && glob.get().matches(repository.value());
    }

    /** Whether a name that begins with the components of a folder, and has more, may match the pattern for this caller. */
    boolean mayMatchBelow(String folder, Subject subject) {
        return glob(subject).filter(glob -> glob.mayMatch(folder + "/")).isPresent();
    }

    /** Whether each name that begins with the components of a folder, and has more, matches, such as by {@code x/**} below x. */
    boolean matchesAllBelow(String folder, Subject subject) {
        return glob(subject).filter(glob -> glob.matchesAll(folder + "/")).isPresent();
    }

    private Optional<Glob> glob(Subject subject) {
        return fixed.isPresent()
                ? fixed
                : component(subject).map(user -> new Glob(program.replace(String.valueOf(OF_USER), user)));
    }

    private static Optional<String> component(Subject subject) {
        return switch (subject) {
            case Subject.Anonymous _ -> Optional.empty();
            case Subject.User user ->
                RepositoryName.tryParse(user.localName())
                        .map(RepositoryName::value)
                        .filter(name -> name.indexOf('/') < 0);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RepositoryPattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
