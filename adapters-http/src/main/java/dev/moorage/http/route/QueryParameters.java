package dev.moorage.http.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parameters of a query string, and of nothing else: never of a body, whatever its Content-Type. A part that cannot be
 * decoded stays as it is.
 */
public final class QueryParameters {
    private record Parameter(String name, String value) {}

    private final List<Parameter> parameters;

    private QueryParameters(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /** The parameters of a raw query, without its {@code ?}; empty when there is none. */
    public static QueryParameters parse(Optional<String> rawQuery) {
        List<Parameter> parameters = new ArrayList<>();
        for (String part : rawQuery.orElse("").split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                parameters.add(
                        equals < 0
                                ? new Parameter(decode(part), "")
                                : new Parameter(decode(part.substring(0, equals)), decode(part.substring(equals + 1))));
            }
        }
        return new QueryParameters(parameters);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /** The value of a parameter; the last one when it stands several times, empty when it does not or has no value. */
    public Optional<String> last(String name) {
        return all(name).reduce((_, later) -> later).filter(value -> !value.isEmpty());
    }

    /** All values of a parameter, in order. */
    public List<String> values(String name) {
        return all(name).toList();
    }

    private Stream<String> all(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value);
    }
}
