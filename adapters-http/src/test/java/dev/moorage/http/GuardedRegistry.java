package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.application.event.RegistryEvents;
import dev.moorage.application.port.in.access.AccessResult;
import dev.moorage.application.port.in.access.Authorize;
import dev.moorage.application.port.in.access.IssueToken;
import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.port.out.identity.IssuedToken;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.application.port.out.identity.TokenIssuer;
import dev.moorage.application.port.out.identity.TokenRequest;
import dev.moorage.application.port.out.identity.TokenVerification;
import dev.moorage.application.port.out.identity.TokenVerifier;
import dev.moorage.application.port.out.identity.VerifiedToken;
import dev.moorage.application.service.access.AuthorizeService;
import dev.moorage.application.service.access.IssueTokenService;
import dev.moorage.application.service.access.TokenCallers;
import dev.moorage.application.service.access.TokenKind;
import dev.moorage.application.service.access.TokenLives;
import dev.moorage.application.service.live.ListLiveUploadsService;
import dev.moorage.application.service.live.LiveTransfers;
import dev.moorage.application.service.live.OtherReplicas;
import dev.moorage.application.service.live.Replica;
import dev.moorage.domain.access.AccessRule;
import dev.moorage.domain.access.AccessRules;
import dev.moorage.domain.access.AccessSet;
import dev.moorage.domain.access.Action;
import dev.moorage.domain.access.Groups;
import dev.moorage.domain.access.IdentityProvider;
import dev.moorage.domain.access.RepositoryPattern;
import dev.moorage.domain.access.RuleOrigin;
import dev.moorage.domain.access.Scope;
import dev.moorage.domain.access.Subject;
import dev.moorage.domain.access.TagPattern;
import dev.moorage.domain.access.Who;
import dev.moorage.http.auth.CertificateUsers;
import dev.moorage.http.auth.Challenges;
import dev.moorage.http.auth.HttpAccess;
import dev.moorage.http.auth.TokenRealm;
import dev.moorage.storage.memory.InMemoryStorageDriver;
import dev.moorage.storage.memory.InMemoryStore;
import dev.moorage.storage.spi.StorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A registry with users, rules and tokens of its own, all of which a test changes while it runs. The passwords of users are also
 * their fingerprints.
 */
final class GuardedRegistry implements AutoCloseable {
    static final Duration LIFE = Duration.ofSeconds(60);

    final Map<String, String> passwords = new ConcurrentHashMap<>();
    final Map<String, VerifiedToken> tokens = new ConcurrentHashMap<>();
    final RunningRegistry running;

    private final AtomicInteger granted = new AtomicInteger();
    private final List<AccessRule> rules = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2027-01-01T00:00:00Z");

    /** Starts a registry that answers with Bearer challenges. */
    GuardedRegistry() throws IOException {
        this(true);
    }

    /** @param bearer whether the registry issues tokens */
    GuardedRegistry(boolean bearer) throws IOException {
        Optional<Authenticator> users = Optional.of(new Users());
        TokenCallers callers = new TokenCallers(
                bearer ? List.of(new TokenKind(new Verifier(), true)) : List.of(),
                users,
                this::rules,
                Duration.ofHours(1),
                () -> now);
        AuthorizeService service = new AuthorizeService(users, callers, this::rules);
        Authorize authorize = command -> {
            AccessResult result = service.authorize(command);
            if (result instanceof AccessResult.Granted) {
                granted.incrementAndGet();
            }
            return result;
        };
        Optional<IssueToken> issue = bearer
                ? Optional.of(new IssueTokenService(
                        users, callers, this::rules, new Issuer(), new TokenLives(LIFE, LIFE), () -> now))
                : Optional.empty();
        Challenges challenges = bearer
                ? new Challenges.Bearer(TokenRealm.ofIssuer(Optional.empty(), Optional.empty(), "/"), "registry")
                : new Challenges.Basic("Registry");
        LiveTransfers transfers = new LiveTransfers(InstantSource.system());
        HttpAccess access = new HttpAccess(
                authorize, challenges, issue, CertificateUsers.NONE, new RegistryEvents(List.of(transfers)));
        StorageDriver storage = new InMemoryStorageDriver(new InMemoryStore());
        Replica replica = new Replica("here", "here-1");
        this.running = new RunningRegistry(
                storage,
                access,
                new ListLiveUploadsService(
                        transfers,
                        replica,
                        new OtherReplicas(storage, replica, InstantSource.system(), true),
                        InstantSource.system()));
    }

    private AccessRules rules() {
        return new AccessRules(Groups.NONE, rules, List.of());
    }

    void allow(String who, String repositories, Action... actions) {
        rules.add(rule(AccessRule.Effect.MAY, who, repositories, List.of(), actions));
    }

    void allowTags(String who, String repositories, String tags, Action... actions) {
        rules.add(rule(AccessRule.Effect.MAY, who, repositories, List.of(TagPattern.parse(tags)), actions));
    }

    void deny(String who, String repositories, Action... actions) {
        rules.add(rule(AccessRule.Effect.DENY, who, repositories, List.of(), actions));
    }

    void denyTags(String who, String repositories, String tags, Action... actions) {
        rules.add(rule(AccessRule.Effect.DENY, who, repositories, List.of(TagPattern.parse(tags)), actions));
    }

    void allowNothing() {
        rules.clear();
    }

    private AccessRule rule(
            AccessRule.Effect effect, String who, String repositories, List<TagPattern> tags, Action... actions) {
        return new AccessRule(
                new RuleOrigin("/etc/moorage/access.yml", rules.size() + 1),
                effect,
                List.of(Who.parse(who)),
                EnumSet.copyOf(Arrays.asList(actions)),
                List.of(RepositoryPattern.parse(repositories)),
                tags);
    }

    /** The number of requests that were allowed to begin. */
    int granted() {
        return granted.get();
    }

    /** Waits until more requests than this were allowed to begin. */
    void awaitMoreGranted(int than) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (granted.get() <= than) {
            assertThat(System.nanoTime()).as("no request was granted").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    /** A header with a user's name and password. */
    static String basic(String user, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** A header with a token that is limited to scopes, of a user or of an anonymous caller. */
    String bearer(Optional<String> user, String... scopes) {
        Subject subject = user.<Subject>map(name -> IdentityProvider.PASSWORD_FILE.user(name, List.of()))
                .orElse(Subject.ANONYMOUS);
        return "Authorization: Bearer "
                + new Issuer()
                        .issue(new TokenRequest(
                                subject,
                                new AccessSet(Scope.parseAll(List.of(scopes))),
                                user.flatMap(name -> Optional.ofNullable(passwords.get(name))),
                                LIFE))
                        .text();
    }

    RawClient client() throws IOException {
        return running.client();
    }

    @Override
    public void close() throws IOException {
        running.close();
    }

    private final class Users implements Authenticator {
        @Override
        public Authentication authenticate(LoginAttempt login) {
            return login.password().equals(passwords.get(login.user()))
                    ? new Authentication.Accepted(
                            IdentityProvider.PASSWORD_FILE.user(login.user(), List.of()), Optional.of(login.password()))
                    : new Authentication.Rejected();
        }

        @Override
        public boolean isCurrent(Subject.User user, String fingerprint) {
            return fingerprint.equals(passwords.get(user.localName()));
        }
    }

    private final class Issuer implements TokenIssuer {
        @Override
        public IssuedToken issue(TokenRequest request) {
            String id = "t" + tokens.size();
            String text = "eyJ." + id + ".signature";
            tokens.put(
                    text,
                    new VerifiedToken(
                            request.subject(),
                            id,
                            Optional.of(request.cap()),
                            now.plus(request.life()),
                            request.fingerprint()));
            return new IssuedToken(text, id, request.life());
        }
    }

    private final class Verifier implements TokenVerifier {
        @Override
        public TokenVerification verify(String text) {
            return Stream.ofNullable(tokens.get(text))
                    .<TokenVerification>map(token -> now.isBefore(token.expires())
                            ? new TokenVerification.Valid(token)
                            : new TokenVerification.Expired(token))
                    .findFirst()
                    .orElseGet(TokenVerification.Foreign::new);
        }
    }
}
