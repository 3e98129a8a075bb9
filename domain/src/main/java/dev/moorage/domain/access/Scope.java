package dev.moorage.domain.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Actions on one resource, {@code type[(class)]:name:action[,action]*} of Distribution's token specification. The name may
 * hold one colon, in front of a port, so a scope is parsed from both ends.
 *
 * @param type the type of the resource: {@code repository} or {@code registry}
 * @param resourceClass the class, or empty. It is shown and never compared
 * @param name the name of the resource, at most {@value #MAX_NAME} characters
 * @param actions the actions, sorted, each once
 */
public record Scope(String type, String resourceClass, String name, List<String> actions) {
    /** The greatest number of scopes that are read from one request. The rest is left out. */
    public static final int MAX_SCOPES = 64;

    /** The greatest length of a name in characters: a host, a port, and the name of a repository. */
    static final int MAX_NAME = 512;

    private static final int MAX_WORD = 32;
    private static final int MAX_ACTIONS = 16;

    public Scope {
        actions = isSorted(actions)
                ? List.copyOf(actions)
                : actions.stream().distinct().sorted().toList();
        if (!isWord(type) || !resourceClass.isEmpty() && !isWord(resourceClass)) {
            throw new IllegalArgumentException("not the type of a resource");
        }
        if (!isResource(name)) {
            throw new IllegalArgumentException("not the name of a resource");
        }
        if (actions.size() > MAX_ACTIONS || !areActions(actions)) {
            throw new IllegalArgumentException("not a list of actions");
        }
    }

    /** Parses one scope. The result is empty if the text is none. */
    public static Optional<Scope> tryParse(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first < 1 || first == last) {
            return Optional.empty();
        }
        String type = text.substring(0, first);
        String resourceClass = "";
        int open = type.indexOf('(');
        if (open >= 0) {
            if (!type.endsWith(")") || open == type.length() - 2) {
                return Optional.empty();
            }
            resourceClass = type.substring(open + 1, type.length() - 1);
            type = type.substring(0, open);
        }
        String[] actions = text.substring(last + 1).split(",", MAX_ACTIONS + 1);
        try {
            return Optional.of(new Scope(type, resourceClass, text.substring(first + 1, last), List.of(actions)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /**
     * Parses scopes that stand in one or several texts, separated by blanks. What is no scope is left out: the scopes of a
     * request say what a token is wanted for, and a token may hold less than that.
     */
    public static List<Scope> parseAll(Collection<String> texts) {
        List<Scope> scopes = new ArrayList<>();
        for (String text : texts) {
            for (String one : text.split(" ", MAX_SCOPES + 1)) {
                tryParse(one).filter(_ -> scopes.size() < MAX_SCOPES).ifPresent(scopes::add);
            }
        }
        return List.copyOf(scopes);
    }

    /** Whether each action stands once and in order, as in the scopes that this registry asks for. */
    private static boolean isSorted(List<String> actions) {
        for (int i = 1; i < actions.size(); i++) {
            if (actions.get(i - 1).compareTo(actions.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_WORD;
    }

    // Loops and not streams: each request with a token makes the scope that it needs.

    private static boolean areActions(List<String> texts) {
        for (String text : texts) {
            if (!text.equals("*") && !isWord(text)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isResource(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_NAME
                && text.indexOf(':') == text.lastIndexOf(':')
                && isOfNames(text);
    }

    private static boolean isOfNames(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isOfName(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z'
                || c >= '-' && c <= ':' // Also the point, the slash and the digits.
                || c >= 'A' && c <= 'Z'
                || c == '_';
    }

    @Override
    public String toString() {
        String kind = resourceClass.isEmpty() ? type : type + "(" + resourceClass + ")";
        return kind + ":" + name + ":" + String.join(",", actions);
    }
}
