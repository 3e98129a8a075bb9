package dev.moorage.benchmarks.load.report;

import dev.moorage.benchmarks.load.measure.Metric;
import dev.moorage.benchmarks.load.measure.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results as Markdown: a row for each figure of each scenario, with the median of the rounds and the least and the most;
 * then how the first contender compares with each other one, as the median of the ratios of rounds that were next to each
 * other.
 *
 * @param conditions what it was measured on, and with what; a line each
 * @param contenders their names, the first being the one that is compared
 */
public record Report(List<String> conditions, List<String> contenders, List<Result> results) {
    private static final String NOTHING = "–";

    public Report {
        conditions = List.copyOf(conditions);
        contenders = List.copyOf(contenders);
        results = List.copyOf(results);
    }

    /** The text. */
    public String markdown() {
        List<String> lines = new ArrayList<>();
        conditions.forEach(condition -> lines.add("- " + condition));
        lines.add("");
        lines.add(row(Stream.concat(Stream.of("scenario", "measured"), columns())));
        lines.add(row(Stream.concat(Stream.of("---", "---"), columns().map(_ -> "---:"))));
        for (Result result : results) {
            String name = "`" + result.scenario() + "`";
            for (Metric metric : result.metrics()) {
                lines.add(row(Stream.concat(Stream.of(name, metric.title()), cells(result, metric))));
                name = "";
            }
        }
        lines.add("");
        results.forEach(result -> lines.add("- `" + result.scenario() + "`: " + result.about()));
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private Stream<String> columns() {
        return Stream.concat(contenders.stream(), others().map(other -> contenders.getFirst() + " / " + other));
    }

    private Stream<String> cells(Result result, Metric metric) {
        return Stream.concat(
                contenders.stream().map(contender -> summary(result.values(contender, metric))),
                others().map(other ->
                        ratio(result.values(contenders.getFirst(), metric), result.values(other, metric), metric)));
    }

    private Stream<String> others() {
        return contenders.stream().skip(1);
    }

    private static String summary(List<Double> values) {
        return values.isEmpty() ? NOTHING : Summary.of(values).toString();
    }

    private static String ratio(List<Double> ones, List<Double> others, Metric metric) {
        return metric.better() == Metric.Better.NEITHER
                ? NOTHING
                : Summary.ofRatios(ones, others).map(Summary::toString).orElse(NOTHING);
    }

    private static String row(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |"));
    }
}
