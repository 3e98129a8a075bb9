package dev.moorage.http.route;

import dev.moorage.domain.blob.MediaType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parameters of a query string, and of nothing else: never of a body, whatever its Content-Type. A part that cannot be
 * decoded stays as it is. A plus is a plus: no value of this API can hold a blank, but media types hold a plus, and many send it as
 * it is.
 */
public final class QueryParameters {
    private record Parameter(String name, String raw) {
        String value() {
            return decode(raw.replace("+", "%2B"));
        }
    }

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
                                : new Parameter(decode(part.substring(0, equals)), part.substring(equals + 1)));
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

    /**
     * The last value of a parameter that is a media type, which only its own parameters give a blank. Where the value with each plus
     * kept is no plain media type, a plus is the blank of a form, as Go's clients encode it.
     */
    public Optional<String> lastMediaType(String name) {
        return named(name)
                .reduce((_, later) -> later)
                .map(parameter -> isPlainMediaType(parameter.value()) ? parameter.value() : decode(parameter.raw()))
                .filter(value -> !value.isEmpty());
    }

    private static boolean isPlainMediaType(String text) {
        return MediaType.tryParse(text)
                .filter(type -> type.value().equals(text))
                .isPresent();
    }

    /** All values of a parameter, in order. */
    public List<String> values(String name) {
        return all(name).toList();
    }

    private Stream<String> all(String name) {
        return named(name).map(Parameter::value);
    }

    private Stream<Parameter> named(String name) {
        return parameters.stream().filter(parameter -> parameter.name().equals(name));
    }
}
