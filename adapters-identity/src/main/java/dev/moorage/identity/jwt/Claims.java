package dev.moorage.identity.jwt;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The claims of a token. */
public record Claims(ObjectNode json) {
    /** The difference of clocks that is allowed, as in Distribution. */
    public static final Duration LEEWAY = Duration.ofSeconds(60);

    private static final double LAST_SECOND = 253_402_300_799d; // The year 9999.

    /** Returns a claim that is a text. The result is empty when it is absent or something else. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(json.get(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    /** Returns the texts of a claim that is one text or a list of texts, as {@code aud} is. Other values are left out. */
    public List<String> texts(String name) {
        JsonNode claim = json.path(name);
        List<String> texts = new ArrayList<>();
        for (JsonNode value : claim.isArray() ? claim.values() : List.of(claim)) {
            if (value.isString()) {
                texts.add(value.stringValue());
            }
        }
        return texts;
    }

    /**
     * Returns a claim that is a number of seconds since 1970.
     *
     * @throws MalformedTokenException when the claim is something else
     */
    public Optional<Instant> time(String name) throws MalformedTokenException {
        JsonNode claim = json.path(name);
        if (claim.isMissingNode() || claim.isNull()) {
            return Optional.empty();
        }
        double seconds = claim.isNumber() ? claim.doubleValue() : Double.NaN;
        if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
            throw new MalformedTokenException("a time of the token is no number of seconds");
        }
        return Optional.of(Instant.ofEpochSecond((long) seconds));
    }

    /**
     * Returns the end of the token. A token without an end has ended.
     *
     * @throws MalformedTokenException when the end is not a time
     */
    public Instant expires() throws MalformedTokenException {
        return time("exp").orElse(Instant.EPOCH);
    }

    /** Whether the token has ended, with {@link #LEEWAY}. */
    public boolean isExpired(Instant now) throws MalformedTokenException {
        return !now.isBefore(expires().plus(LEEWAY));
    }

    /** Whether the token is not valid yet, with {@link #LEEWAY}. */
    public boolean isEarly(Instant now) throws MalformedTokenException {
        return time("nbf").orElse(Instant.EPOCH).minus(LEEWAY).isAfter(now);
    }
}
