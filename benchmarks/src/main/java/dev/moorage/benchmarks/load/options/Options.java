package dev.moorage.benchmarks.load.options;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of the load tool's command line. */
public final class Options {
    private final Map<Option, String> given;
    private final boolean smoke;
    private final boolean fill;

    private Options(Map<Option, String> given, boolean smoke, boolean fill) {
        this.given = given;
        this.smoke = smoke;
        this.fill = fill;
    }

    /**
     * Parses a command line.
     *
     * @throws IllegalArgumentException an option is unknown, or has no value
     */
    public static Options parse(List<String> arguments) {
        Map<Option, String> given = new EnumMap<>(Option.class);
        boolean smoke = false;
        boolean fill = true;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--smoke" -> smoke = true;
                case "--no-fill" -> fill = false;
                default -> {
                    Option option = option(arguments.get(i));
                    if (i + 1 == arguments.size()) {
                        throw new IllegalArgumentException("--" + option.flag() + " has no value");
                    }
                    given.put(option, arguments.get(++i));
                }
            }
        }
        return new Options(given, smoke, fill && !smoke);
    }

    private static Option option(String argument) {
        return Stream.of(Option.values())
                .filter(option -> argument.equals("--" + option.flag()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not an option: " + argument));
    }

    /** The help text, with a line for each option. */
    public static String help() {
        return Stream.of(Option.values())
                        .map(option -> String.format(
                                Locale.ROOT, "  --%-16s %s [%s]", option.flag(), option.help(), option.value(false)))
                        .collect(Collectors.joining("\n"))
                + "\n  --no-fill          do not fill the page cache first: for tries"
                + "\n  --smoke            everything with tiny sizes: whether it works, and not how fast";
    }

    /** Whether this is a smoke run: all sizes are tiny, and only correctness matters. */
    public boolean smoke() {
        return smoke;
    }

    /** Whether the page cache is filled before writes are timed. */
    public boolean fill() {
        return fill;
    }

    /** The value of an option, or empty when it has none. */
    public Optional<String> text(Option option) {
        return Optional.of(given.getOrDefault(option, option.value(smoke))).filter(value -> !value.isEmpty());
    }

    /** The parts of a value, which are separated by commas. */
    public List<String> list(Option option) {
        return text(option).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The value of an option that must have one. */
    public String required(Option option) {
        return text(option).orElseThrow(() -> new IllegalArgumentException("--" + option.flag() + " is empty"));
    }

    /** The value as a positive number. */
    public int number(Option option) {
        int number = numberOrNone(option);
        if (number == 0) {
            throw new IllegalArgumentException("--" + option.flag() + " is 0");
        }
        return number;
    }

    /** The value as a number that may be 0. */
    public int numberOrNone(Option option) {
        int number;
        try {
            number = Integer.parseInt(required(option));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + option.flag() + " is not a number", e);
        }
        if (number < 0) {
            throw new IllegalArgumentException("--" + option.flag() + " is negative");
        }
        return number;
    }

    /** The value as a size in bytes. */
    public long bytes(Option option) {
        return ByteSize.parse(required(option));
    }
}
