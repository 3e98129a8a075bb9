package dev.moorage.upstream;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads where a list continues: RFC 8288, the header {@code Link} with the relation {@code next}. */
final class NextPage {
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>[^,]*;\\s*rel=\"?next\"?", Pattern.CASE_INSENSITIVE);

    private NextPage() {}

    /** Returns the address of the next page as the header has it. Empty on the last page. */
    static Optional<String> link(HttpHeaders headers) {
        return headers.allValues("Link").stream()
                .flatMap(link -> Stream.of(NEXT.matcher(link)).filter(Matcher::find))
                .map(match -> match.group(1))
                .findFirst();
    }
}
