package dev.moorage.benchmarks.load.report;

import dev.moorage.benchmarks.load.measure.Metric;
import dev.moorage.benchmarks.load.measure.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats the results as a Markdown table. Each row is a metric of a scenario, with the median, the least and the greatest
 * value of the rounds. Further columns compare the first contender with each other one, by the median of the ratios of
 * rounds that were run next to each other.
 *
 * @param conditions the machine and the software of the measurement, a line each
 * @param contenders the names of the contenders. The first is compared with the others.
 */
public record Report(List<String> conditions, List<String> contenders, List<Result> results) {
    private static final String NOTHING = "–";

    public Report {
        conditions = List.copyOf(conditions);
        contenders = List.copyOf(contenders);
        results = List.copyOf(results);
    }

    /** The report as Markdown. */
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
