package dev.moorage.bootstrap.config;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads single values of YAML 1.2's core schema. A number keeps its spelling. A value that is not spelled as Java prints the
 * number, for example {@code 0123} or {@code 1e5}, stays a text, since it may be a secret.
 */
final class YamlScalars {
    private static final String PREFIX = "tag:yaml.org,2002:";
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> PLAIN_TAGS = Set.of("int", "float", "bool", "null");
    private static final int LONGEST_NUMBER = 30;

    private YamlScalars() {}

    /**
     * Returns the value of an event.
     *
     * @throws YamlException when it has a tag that no configuration uses
     */
    static JsonNode value(ScalarEvent scalar) throws YamlException {
        Optional<String> tag = scalar.getTag();
        if (tag.isEmpty()) {
            return scalar.isPlain() ? plain(scalar.getValue()) : text(scalar.getValue());
        }
        String name = tag.get();
        if (name.equals("!") || name.equals(PREFIX + "str")) {
            return text(scalar.getValue());
        }
        if (name.startsWith(PREFIX) && PLAIN_TAGS.contains(name.substring(PREFIX.length()))) {
            return plain(scalar.getValue());
        }
        throw YamlTree.at(scalar, "the tag " + name + " is not known");
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.stringNode(value);
    }

    private static JsonNode plain(String value) {
        if (NULLS.contains(value)) {
            return JsonNodeFactory.instance.nullNode();
        }
        return switch (value) {
            case "true", "True", "TRUE" -> JsonNodeFactory.instance.booleanNode(true);
            case "false", "False", "FALSE" -> JsonNodeFactory.instance.booleanNode(false);
            default -> number(value).orElseGet(() -> text(value));
        };
    }

    private static Optional<JsonNode> number(String value) {
        boolean numeric = value.length() <= LONGEST_NUMBER
                && value.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-' || c == '.');
        if (!numeric) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(value);
            if (!number.toPlainString().equals(value)) {
                return Optional.empty();
            }
            return Optional.of(
                    value.contains(".")
                            ? JsonNodeFactory.instance.numberNode(number)
                            : JsonNodeFactory.instance.numberNode(number.longValueExact()));
        } catch (ArithmeticException | NumberFormatException _) {
            return Optional.empty(); // For example 1.2.3, and integers that do not fit a long.
        }
    }
}
