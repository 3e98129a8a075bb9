package dev.moorage.upstream;

import dev.moorage.domain.name.RepositoryName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The {@code Authorization} of requests to an upstream. The upstream says by a challenge what it wants, and the answer is
 * remembered, so that later requests are not challenged first.
 */
final class Authorization {
    private final UpstreamCredentials.Source credentials;
    private final Tokens tokens;
    private volatile Optional<Challenge> last = Optional.empty();

    Authorization(UpstreamCredentials.Source credentials, Tokens tokens) {
        this.credentials = credentials;
        this.tokens = tokens;
    }

    /** Returns the header for a first request, by the challenge that the upstream sent last. */
    Optional<String> first(RepositoryName repository) throws IOException {
        Optional<Challenge> known = last;
        return known.isPresent() ? header(known.get(), repository, Optional.empty()) : Optional.empty();
    }

    /**
     * Returns the header that answers a challenge. Empty if there is no answer that was not refused before.
     *
     * @param sent the header that the upstream has refused, if there was one
     */
    Optional<String> answer(List<String> challenges, RepositoryName repository, Optional<String> sent)
            throws IOException {
        Optional<Challenge> challenge = Challenge.choose(challenges);
        if (challenge.isEmpty()) {
            return Optional.empty();
        }
        last = challenge;
        return header(challenge.get(), repository, sent)
                .filter(header -> !Optional.of(header).equals(sent));
    }

    private Optional<String> header(Challenge challenge, RepositoryName repository, Optional<String> sent)
            throws IOException {
        if (challenge.scheme().equals("basic")) {
            return credentials.get().map(UpstreamCredentials::basic);
        }
        Optional<String> realm = challenge.parameter("realm");
        if (realm.isEmpty()) {
            return Optional.empty();
        }
        Tokens.Key key = new Tokens.Key(
                realm.get(), challenge.parameter("service").orElse(""), "repository:" + repository + ":pull");
        Optional<String> refused =
                sent.filter(header -> header.startsWith("Bearer ")).map(header -> header.substring("Bearer ".length()));
        return Optional.of("Bearer " + tokens.get(key, refused));
    }
}
