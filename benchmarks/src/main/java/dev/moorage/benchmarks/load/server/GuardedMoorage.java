package dev.moorage.benchmarks.load.server;

import dev.moorage.benchmarks.load.client.Endpoint;
import dev.moorage.benchmarks.load.client.HttpConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moorage with users, rules and tokens, and a client that sends its credentials with each request. It shows what access control
 * costs next to {@link Moorage}, which anyone may use.
 */
public record GuardedMoorage(Moorage moorage, Credentials credentials) implements Contender {
    private static final String USER = "load";
    private static final String PASSWORD = "secret";
    private static final String HASH_OF_PASSWORD = "$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA";
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    /** Names that a scenario uses. A token holds the scopes that were asked for. */
    private static final String TOKEN_PATH =
            "/v2/token?scope=repository:load/small-image:pull,push+repository:load/small-push:pull,push"
                    + "+repository:load/pull:pull,push+repository:load/push:pull,push";

    /** As many rules as a registry with some teams has. The one that allows the client is the last one. */
    private static final String RULES = """
            groups: {release: [alice, bob], ops: ["ldap:carol"]}
            rules:
              - {who: anonymous, may: pull, repositories: "public/**"}
              - {who: users, may: [push, delete], repositories: "{user}-own/**"}
              - {who: "@release", may: push, repositories: "prod/**", tags: ["v*", "sha256-*"]}
              - {who: everyone, deny: delete, repositories: "prod/**"}
              - {who: "@ops", may: admin}
              - {who: "@ldap:developers", may: push, repositories: ["apps/*/test", "apps/*/staging"]}
              - {who: "github:acme/app", may: push, repositories: "ci/acme/app/**"}
              - {who: "cert:builder", may: push, repositories: "ci/**"}
              - {who: load, may: [push, delete], repositories: "load/**"}
            immutable:
              - {repositories: "prod/**", tags: "v*"}
            """;

    /** What the client sends. */
    public enum Credentials {
        /** A token of the registry, as docker, podman and containerd do. */
        TOKEN,
        /** The password with each request, as curl does. */
        PASSWORD
    }

    @Override
    public String name() {
        return moorage.name() + "-with-" + credentials.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isInstalled() {
        return moorage.isInstalled();
    }

    @Override
    public String version() throws IOException {
        return moorage.version();
    }

    @Override
    public boolean takesPushes() {
        return true;
    }

    @Override
    public ServerProcess start(Site site) throws IOException {
        Path users = Files.writeString(site.folder().resolve("users"), USER + ":" + HASH_OF_PASSWORD + "\n");
        Path rules = Files.writeString(site.folder().resolve("access.yml"), RULES);
        Map<String, String> variables = new HashMap<>();
        variables.put("REGISTRY_AUTH_HTPASSWD_REALM", "load");
        variables.put("REGISTRY_AUTH_HTPASSWD_PATH", users.toString());
        variables.put("REGISTRY_AUTH_ISSUER_LIFE", "24h");
        variables.put("REGISTRY_ACCESS_FILE", rules.toString());
        String basic = "Basic "
                + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.US_ASCII));
        Endpoint byPassword = Endpoint.of(Site.freeAddress()).with(basic);
        ServerProcess server = moorage.start(site, byPassword, variables);
        return credentials == Credentials.PASSWORD ? server : server.at(byPassword.with("Bearer " + token(byPassword)));
    }

    private static String token(Endpoint byPassword) throws IOException {
        try (HttpConnection connection = HttpConnection.openSmall(byPassword)) {
            String answer = connection.text(TOKEN_PATH);
            Matcher matcher = TOKEN.matcher(answer);
            if (!matcher.find()) {
                throw new IOException("there is no token in " + answer);
            }
            return matcher.group(1);
        }
    }
}
