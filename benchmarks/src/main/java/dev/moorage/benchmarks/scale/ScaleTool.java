package dev.moorage.benchmarks.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Grows what the registry holds, and prints what operations cost at each size, with the slope of the cost. */
public final class ScaleTool {
    private static final String SIZES = "1000,10000,100000";

    private ScaleTool() {}

    /**
     * Runs the benchmark. The exit status is 1 when an operation's calls grow faster than what was asked for.
     *
     * @param arguments {@code --sizes} and at least two increasing sizes with commas
     */
    public static void main(String[] arguments) throws IOException {
        String sizes = arguments.length == 2 && arguments[0].equals("--sizes") ? arguments[1] : SIZES;
        List<Map<String, Growth.Point>> measured = new ArrayList<>();
        for (int size :
                Stream.of(sizes.split(",", -1)).map(Integer::valueOf).sorted().toList()) {
            measured.add(new ScaledOperations(size).measure());
        }
        List<Growth> growths = ScaledOperations.slopes().entrySet().stream()
                .map(slope -> new Growth(
                        slope.getKey(),
                        slope.getValue(),
                        measured.stream()
                                .flatMap(points -> Optional.ofNullable(points.get(slope.getKey())).stream())
                                .toList()))
                .toList();
        growths.forEach(growth -> System.out.print(growth.table()));
        List<String> problems =
                growths.stream().flatMap(growth -> growth.problem().stream()).toList();
        problems.forEach(System.out::println);
        if (!problems.isEmpty()) {
            System.exit(1);
        }
    }
}
