package dev.moorage.bootstrap.access;

import java.util.List;

/** Thrown for rules that must not be used. */
public final class InvalidRulesException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<RulesProblem> problems;

    InvalidRulesException(int line, String reason) {
        this(List.of(new RulesProblem(line, "", reason)));
    }

    InvalidRulesException(List<RulesProblem> problems) {
        super(String.join("\n", problems.stream().map(RulesProblem::toString).toList()));
        this.problems = List.copyOf(problems);
    }

    /** Returns all problems, in the order of the file. */
    public List<RulesProblem> problems() {
        return problems;
    }
}
