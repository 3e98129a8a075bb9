package dev.moorage.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.bootstrap.wiring.SelfSigned;
import dev.moorage.bootstrap.wiring.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code moorage check-access}: the answer, the reason, and the exit status. */
class CheckAccessCommandTest {
    private static final String ACCESS = """
            version: 0.1
            storage: inmemory
            log: {level: error}
            auth:
              oidc:
                - {name: github, issuer: "https://token.example.org", audiences: registry}
            access:
              groups: {ops: [alice]}
              rules:
                - {who: "@ops", may: admin}
                - {who: "@github:env/prod", may: push, repositories: "prod/**", tags: "v*"}
                - {who: everyone, may: pull, repositories: "public/**"}
                - {who: everyone, deny: delete, repositories: "prod/**"}
              immutable:
                - {repositories: "prod/**", tags: "v*"}
            """;

    @TempDir
    private Path folder;

    private record Ended(int status, String out, String err) {}

    private Ended run(String yaml, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yml"), yaml);
        String[] all = new String[arguments.length + 2];
        all[0] = "check-access";
        all[1] = file.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = MoorageCommand.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Ended(
                status, out.toString().replace(file.toString(), "config.yml").strip(), err.toString());
    }

    private void answers(int status, String out, String... arguments) throws IOException {
        Ended ended = run(ACCESS, arguments);
        assertThat(ended.out()).as(ended.err()).isEqualTo(out.strip());
        assertThat(ended.status()).isEqualTo(status);
    }

    @Test
    void whatIsAllowedHasTheRuleAndItsLine() throws IOException {
        answers(0, """
                allowed: pull public/a by anonymous
                  allowed by config.yml:12 (who: everyone; may: pull; repositories: public/**)
                """, "--user", "anonymous", "pull", "public/a");
    }

    @Test
    void aDenyNamesWhatItOverrides() throws IOException {
        answers(1, """
                denied: delete prod/a:x by alice
                  groups: ops
                  denied by config.yml:13 (who: everyone; deny: delete; repositories: prod/**), which overrides config.yml:10
                """, "--user", "alice", "delete", "prod/a:x");
    }

    @Test
    void aGroupOfAnIssuerAndAWriteOnceTagAreExplained() throws IOException {
        answers(0, """
                allowed: push prod/a:v1 by github:acme/app
                  user of auth.oidc github
                  groups: github:env/prod
                  allowed by config.yml:11 (who: @github:env/prod; may: pull, push; repositories: prod/**; tags: v*)
                  the tag is written once, by config.yml:15: where it names another manifest, the push is denied
                """, "--user", "github:acme/app", "--group", "github:env/prod", "push", "prod/a:v1");
        answers(1, """
                denied: push prod/a:latest by github:acme/app
                  user of auth.oidc github
                  groups: github:env/prod
                  denied: no rule allows it
                """, "--user", "github:acme/app", "--group", "github:env/prod", "push", "prod/a:latest");
    }

    @Test
    void aUserOfTheDirectoryAndOneOfACertificateHaveTheSectionThatTheyComeFrom() throws Exception {
        SelfSigned server = SelfSigned.in(folder, "server");
        String rules = """
                access:
                  rules:
                    - {who: "@ldap:ops", may: push}
                    - {who: "cert:builder", may: pull, repositories: "ci/**"}
                """;
        String yaml = "version: 0.1\nstorage: inmemory\nlog: {level: error}\n" + rules;
        String configured = yaml
                + "http: {tls: {certificate: '%1$s', key: '%2$s', clientcas: ['%1$s'], clientauth: verify-client-cert-if-given}}\n"
                        .formatted(server.certificate(), server.key())
                + "auth:\n  ldap: {url: 'ldaps://d.example.org', base: 'dc=example'}\n  certificate: {user: cn}\n";
        Ended directory = run(configured, "--user", "ldap:alice", "--group", "ldap:ops", "push", "a");
        assertThat(directory.out()).as(directory.err()).isEqualTo("""
                        allowed: push a by ldap:alice
                          user of auth.ldap
                          groups: ldap:ops
                          allowed by config.yml:6 (who: @ldap:ops; may: pull, push)
                        """.strip());
        assertThat(directory.status()).isZero();
        Ended certificate = run(configured, "--user", "cert:builder", "pull", "ci/a");
        assertThat(certificate.out()).isEqualTo("""
                        allowed: pull ci/a by cert:builder
                          user of auth.certificate
                          allowed by config.yml:7 (who: cert:builder; may: pull; repositories: ci/**)
                        """.strip());
        assertThat(run(configured, "--user", "cert:builder", "push", "ci/a").status())
                .isEqualTo(1);
        for (String user : new String[] {"ldap:alice", "cert:builder"}) {
            Ended unknown = run(yaml, "--user", user, "pull", "ci/a");
            assertThat(unknown.out())
                    .contains((user.startsWith("ldap") ? "auth.ldap" : "auth.certificate")
                            + " is not configured: no such user can log in");
        }
    }

    @Test
    void aTokenThatNoIssuerKnowsIsDenied() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "eyJhbGciOiJub25lIn0.e30.\n");
        Ended ended = run(ACCESS, "--token", token.toString(), "pull", "public/a");
        assertThat(ended.out()).startsWith("denied: pull public/a by the token");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void aTokenSaysWhichIssuerUserAndGroupsItMakesOrWhyItIsNotValid() throws Exception {
        Workload workload = new Workload();
        Path keys = Files.writeString(folder.resolve("jwks.json"), workload.jwks());
        String yaml = ACCESS.replace(
                "audiences: registry}",
                "audiences: registry, user: '{project}', groups: 'env/{env}', require: {owner: acme}, jwks: '" + keys
                        + "'}");
        String claims = "{\"iss\":\"https://token.example.org\",\"aud\":\"registry\",\"project\":\"acme/app\","
                + "\"env\":\"prod\",\"owner\":\"acme\",\"exp\":4102444800}";
        Ended allowed = run(yaml, "--token", token(workload.sign(claims)), "push", "prod/a:v1");
        assertThat(allowed.out()).isEqualTo("""
                        allowed: push prod/a:v1 by github:acme/app
                          token of auth.oidc github
                          valid until 2100-01-01T00:00:00Z
                          groups: github:env/prod
                          allowed by config.yml:11 (who: @github:env/prod; may: pull, push; repositories: prod/**; tags: v*)
                          the tag is written once, by config.yml:15: where it names another manifest, the push is denied
                        """.strip());
        assertThat(allowed.status()).isZero();
        Ended other = run(
                yaml,
                "--token",
                token(workload.sign(claims.replace("\"owner\":\"acme\"", "\"owner\":\"evil\""))),
                "push",
                "prod/a:v1");
        assertThat(other.out()).contains("the token is not valid: a required claim is not met: owner: [acme]");
        assertThat(other.status()).isEqualTo(1);
        Ended ended = run(
                yaml, "--token", token(workload.sign(claims.replace("4102444800", "1000000000"))), "pull", "public/a");
        assertThat(ended.out()).contains("the token has ended at 2001-09-09T01:46:40Z");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void ofATokenServerWithoutRulesTheAccessOfTheTokenDecides() throws Exception {
        Workload server = new Workload();
        Path keys = Files.writeString(folder.resolve("jwks.json"), server.jwks());
        String yaml =
                "version: 0.1\nstorage: inmemory\nlog: {level: error}\nauth: {token: {realm: 'https://l.example.org',"
                        + " service: s, issuer: i, jwks: '" + keys + "'}}\n";
        String token = token(server.sign("{\"iss\":\"i\",\"aud\":\"s\",\"sub\":\"bob\",\"exp\":4102444800,"
                + "\"access\":[{\"type\":\"repository\",\"name\":\"a\",\"actions\":[\"pull\"]}]}"));
        Ended pull = run(yaml, "--token", token, "pull", "a");
        assertThat(pull.out())
                .startsWith("allowed: pull a by token:bob")
                .endsWith("there are no rules: the access of the token is all that decides");
        assertThat(pull.status()).isZero();
        Ended push = run(yaml, "--token", token, "push", "a");
        assertThat(push.out())
                .startsWith("denied: push a by token:bob")
                .endsWith("denied: the token is limited to something else");
        assertThat(push.status()).isEqualTo(1);
    }

    private String token(String text) throws IOException {
        return Files.writeString(folder.resolve("token"), text + "\n").toString();
    }

    @Test
    void theMatrixHasALineForEachUserOfTheRules() throws IOException {
        answers(0, """
                user       prod/a     public/a
                anonymous  -          pull
                alice      pull,push  pull,push,delete
                """, "--matrix", "prod/a", "public/a");
    }

    @Test
    void aRegistryWithoutAccessAllowsEverything() throws IOException {
        Ended ended = run("version: 0.1\nstorage: inmemory\nlog: {level: error}\n", "--user", "bob", "delete", "a");
        assertThat(ended.out()).contains("there is neither auth nor access: any client may do anything");
        assertThat(ended.status()).isZero();
    }

    @Test
    void wrongArgumentsAndAWrongConfigurationEndWithTwo() throws IOException {
        assertThat(run(ACCESS, "--user", "alice", "pul", "a").status()).isEqualTo(2);
        assertThat(run(ACCESS, "pull", "a").status()).isEqualTo(2);
        assertThat(run(ACCESS, "--user", "alice", "pull", "A").status()).isEqualTo(2);
        assertThat(run(ACCESS, "--user", "alice", "list", "a").status()).isEqualTo(2);
        assertThat(run(ACCESS, "--user", "alice", "--group", "x", "pull", "a").err())
                .contains("has the groups of access.groups alone");
        assertThat(run("version: 0.1\nacces: {}\n", "--user", "alice", "pull", "a")
                        .status())
                .isEqualTo(2);
    }
}
