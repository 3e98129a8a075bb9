package dev.moorage.http.exchange;

import dev.moorage.domain.blob.MediaType;
import dev.moorage.domain.error.ErrorCode;
import dev.moorage.domain.error.RegistryException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parameters of a query string. Parameters are never read from a body, whatever its Content-Type. A part that cannot be
 * decoded is kept unchanged. A plus is read as a plus, not as a blank: no value of this API can contain a blank, but media
 * types contain a plus, and many clients send it unencoded.
 */
public final class QueryParameters {
    private static final int MAX_DIGITS = 9;

    private record Parameter(String name, String raw) {
        String value() {
            return decode(raw.replace("+", "%2B"));
        }
    }

    private final List<Parameter> parameters;

    private QueryParameters(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /** Parses a raw query without its {@code ?}. The result has no parameters when there is no query. */
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

    /** The last value of a parameter, or empty when the parameter is absent or its last value is empty. */
    public Optional<String> last(String name) {
        return all(name).reduce((_, later) -> later).filter(value -> !value.isEmpty());
    }

    /**
     * The last value of a parameter that is a media type. A media type contains a blank only where it has parameters of its
     * own. If the value is not a plain media type with each plus kept, each plus is read as a blank, as Go's clients encode
     * it.
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

    /**
     * The last value of a parameter that is a number.
     *
     * @param otherwise the result where there is none
     * @param most the greatest result. A greater number counts as this one
     * @throws RegistryException {@code PAGINATION_NUMBER_INVALID} if the value is no number of {@code least} or more
     */
    public int number(String name, int otherwise, int least, int most) {
        Optional<String> text = last(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        boolean isNumber =
                text.get().length() <= MAX_DIGITS && text.get().chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber || Integer.parseInt(text.get()) < least) {
            throw new RegistryException(
                    ErrorCode.PAGINATION_NUMBER_INVALID, name + " is not a number of " + least + " or more");
        }
        return Math.min(Integer.parseInt(text.get()), most);
    }

    /** All values of a parameter, in order. */
    public List<String> values(String name) {
        return all(name).toList();
    }

    /**
     * All values of a parameter of a form, in order. In forms a plus is a blank, and the parameters of the token endpoint are
     * encoded as in forms also in a query.
     */
    public List<String> formValues(String name) {
        return named(name).map(parameter -> decode(parameter.raw())).toList();
    }

    private Stream<String> all(String name) {
        return named(name).map(Parameter::value);
    }

    private Stream<Parameter> named(String name) {
        return parameters.stream().filter(parameter -> parameter.name().equals(name));
    }
}
