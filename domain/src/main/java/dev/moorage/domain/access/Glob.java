package dev.moorage.domain.access;

import java.util.Arrays;

/**
 * A compiled glob. Each character of the program is one state of an automaton, and all states are followed at once, so
 * matching takes at most as many steps as the product of both lengths, whatever the pattern is.
 */
final class Glob {
    /** Zero or more characters of one component. */
    static final char STAR = '*';
    /** One character of a component. */
    static final char ONE = '?';
    /** One or more characters, {@code /} among them. */
    static final char COMPONENTS = '\u0001';

    private final String program;
    private final int literal;

    /** @param program a text in which the constants above are wildcards, and other characters stand for themselves */
    Glob(String program) {
        this.program = program;
        int i = 0;
        while (i < program.length() && !isWildcard(program.charAt(i))) {
            i++;
        }
        this.literal = i;
    }

    private static boolean isWildcard(char c) {
        return c == STAR || c == ONE || c == COMPONENTS;
    }

    boolean matches(String text) {
        if (!text.regionMatches(0, program, 0, literal)) {
            return false;
        }
        int length = program.length();
        if (literal == length) {
            return text.length() == length;
        }
        if (literal == length - 1 && program.charAt(literal) == COMPONENTS) {
            return text.length() > literal; // Most patterns end so, and need no automaton.
        }
        return states(text)[length];
    }

    /** Whether a text that is longer than a prefix and begins with it may match. */
    boolean mayMatch(String prefix) {
        int common = Math.min(literal, prefix.length());
        if (!prefix.regionMatches(0, program, 0, common)) {
            return false;
        }
        if (prefix.length() < literal) {
            return true;
        }
        boolean[] states = states(prefix);
        for (int state = literal; state < program.length(); state++) {
            if (states[state]) {
                return true;
            }
        }
        return false;
    }

    /** Whether each text that is longer than a prefix and begins with it matches. The result may be false where each one does. */
    boolean matchesAll(String prefix) {
        int last = program.length() - 1;
        return last >= literal
                && program.charAt(last) == COMPONENTS
                && prefix.length() >= literal
                && prefix.startsWith(program.substring(0, literal))
                && states(prefix)[last];
    }

    /** The states after a text that begins with the literal part of the program. */
    private boolean[] states(String text) {
        boolean[] states = new boolean[program.length() + 1];
        boolean[] next = new boolean[states.length];
        enter(states, literal);
        for (int i = literal; i < text.length(); i++) {
            step(states, text.charAt(i), next);
            boolean[] previous = states;
            states = next;
            next = previous;
        }
        return states;
    }

    private void step(boolean[] states, char c, boolean[] next) {
        Arrays.fill(next, false);
        for (int state = literal; state < program.length(); state++) {
            if (states[state]) {
                switch (program.charAt(state)) {
                    case STAR -> {
                        if (c != '/') {
                            enter(next, state);
                        }
                    }
                    case ONE -> {
                        if (c != '/') {
                            enter(next, state + 1);
                        }
                    }
                    case COMPONENTS -> {
                        enter(next, state);
                        enter(next, state + 1);
                    }
                    default -> {
                        if (c == program.charAt(state)) {
                            enter(next, state + 1);
                        }
                    }
                }
            }
        }
    }

    /** Enters a state, and those behind it that need no character. */
    private void enter(boolean[] states, int from) {
        int state = from;
        states[state] = true;
        while (state < program.length() && program.charAt(state) == STAR) {
            state++;
            states[state] = true;
        }
    }
}
