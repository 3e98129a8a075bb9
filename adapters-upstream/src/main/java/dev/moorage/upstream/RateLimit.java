package dev.moorage.upstream;

import java.net.http.HttpHeaders;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code RateLimit-Remaining} of a response, as Docker Hub sends it: {@code 76;w=21600}. The first number counts manifests, and the
 * second one is the interval in seconds.
 */
final class RateLimit {
    private static final Pattern REMAINING = Pattern.compile("\\s*(\\d{1,18})\\s*(;.*)?");

    private RateLimit() {}

    /** Returns how many more manifests the upstream gives. Empty if it does not say that. */
    static OptionalLong remaining(HttpHeaders headers) {
        Matcher matcher =
                REMAINING.matcher(headers.firstValue("RateLimit-Remaining").orElse(""));
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
