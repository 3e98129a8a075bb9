package dev.moorage.bootstrap.command;

import dev.moorage.bootstrap.wiring.AccessCheck;
import dev.moorage.domain.access.AccessQuestion;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.name.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table of what callers may do in repositories: a line for each caller, and a column for each repository. */
record AccessMatrix(AccessCheck check, List<Subject> subjects, List<RepositoryName> repositories) {
    private static final String NOTHING = "-";
    private static final String GAP = "  ";

    AccessMatrix {
        subjects = List.copyOf(subjects);
        repositories = List.copyOf(repositories);
    }

    /** Returns the lines of the table, with a heading. */
    List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.concat(Stream.of("user"), repositories.stream().map(RepositoryName::value))
                .toList());
        for (Subject subject : subjects) {
            rows.add(Stream.concat(
                            Stream.of(subject.toString()),
                            repositories.stream().map(repository -> actions(subject, repository)))
                    .toList());
        }
        return rows.stream().map(row -> line(row, rows)).toList();
    }

    private String actions(Subject subject, RepositoryName repository) {
        String actions = Stream.of(Action.PULL, Action.PUSH, Action.DELETE)
                .filter(action -> check.isOpen()
                        || check.rules()
                                .decide(subject, AccessQuestion.of(action, repository))
                                .isAllowed())
                .map(Action::word)
                .collect(Collectors.joining(","));
        return actions.isEmpty() ? NOTHING : actions;
    }

    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
            line.append(row.get(column))
                    .append(" ".repeat(width - row.get(column).length()))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
