package dev.moorage.storage.tck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The report on one driver: a line for each contract, each test that did not pass with its reason, and what was found out.
 */
final class Summary {
    private static final int LONGEST_REASON = 300;

    /** The beginning of the reason of a test that needs a method which the author has not overridden. */
    private static final String MISSING = "the test class does not override ";

    private final Class<?> testClass;
    private final Contracts contracts;
    private final Findings findings = new Findings();

    Summary(Class<?> testClass) {
        this.testClass = testClass;
        this.contracts = new Contracts(testClass);
    }

    Contracts contracts() {
        return contracts;
    }

    Findings findings() {
        return findings;
    }

    /** Whether there is anything to report, because the class implements contracts. */
    boolean isWorthTelling() {
        return !contracts.outcomes().isEmpty();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# Storage driver contracts: ")
                .append(testClass.getSimpleName())
                .append("\n\n");
        missing().forEach(line -> text.append("**").append(line).append("**\n\n"));
        text.append(counts());
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            if (kind != Outcome.Kind.PASSED) {
                appendReasons(text, kind);
            }
        }
        if (!findings.notes().isEmpty()) {
            Table table = new Table(List.of("What was found", "Value"));
            findings.notes().forEach((what, value) -> table.add(List.of(what, value)));
            text.append('\n').append(table);
        }
        return text.toString();
    }

    /** One line for each method of the test class that tests need and that the author has not provided. */
    List<String> missing() {
        Map<String, Long> tests = contracts.outcomes().values().stream()
                .flatMap(ended -> ended.values().stream())
                .filter(outcome -> outcome.kind() == Outcome.Kind.NOT_CLAIMED)
                .map(Outcome::reason)
                .filter(reason -> reason.startsWith(MISSING))
                .collect(Collectors.groupingBy(
                        reason -> reason.substring(MISSING.length()), TreeMap::new, Collectors.counting()));
        return tests.entrySet().stream()
                .map(method -> "NOT TESTED: " + method.getValue() + " tests need " + method.getKey() + ", which "
                        + testClass.getSimpleName() + " does not override. The driver may make these mistakes.")
                .toList();
    }

    private Table counts() {
        List<String> head = new ArrayList<>(List.of("Contract"));
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            head.add(kind.title());
        }
        Table table = new Table(head);
        contracts.outcomes().forEach((contract, tests) -> {
            List<String> row = new ArrayList<>(List.of(BrokenPromise.words(contract.getSimpleName())));
            Map<Outcome.Kind, Long> counted =
                    tests.values().stream().collect(Collectors.groupingBy(Outcome::kind, Collectors.counting()));
            for (Outcome.Kind kind : Outcome.Kind.values()) {
                row.add(counted.containsKey(kind) ? counted.get(kind).toString() : "");
            }
            table.add(row);
        });
        return table;
    }

    private void appendReasons(StringBuilder text, Outcome.Kind kind) {
        String title = "\n" + kind.title().substring(0, 1).toUpperCase(Locale.ROOT)
                + kind.title().substring(1) + ":\n\n";
        for (Map<String, Outcome> tests : contracts.outcomes().values()) {
            for (Map.Entry<String, Outcome> test : tests.entrySet()) {
                if (test.getValue().kind() == kind) {
                    text.append(title)
                            .append("- ")
                            .append(BrokenPromise.words(test.getKey()))
                            .append(": ")
                            .append(oneLine(test.getValue().reason()))
                            .append('\n');
                    title = "";
                }
            }
        }
    }

    private static String oneLine(String reason) {
        String line = reason.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
    }
}
