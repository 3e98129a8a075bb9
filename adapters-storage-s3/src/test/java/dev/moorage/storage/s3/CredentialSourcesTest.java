package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.moorage.storage.tck.network.PrivateAuthority;
import dev.moorage.storage.tck.network.TestProxy;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.utils.internal.SystemSettingUtilsTestBackdoor;

/**
 * Every documented source of credentials, with the environment of a pod, a container or an instance. A server on the loopback
 * address plays Amazon's token service, the container's agent and the instance's metadata service.
 */
class CredentialSourcesTest {
    @TempDir
    private Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile Duration validity = Duration.ofHours(1);
    private HttpServer server;
    private String url = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        SystemSettingUtilsTestBackdoor.clearEnvironmentVariableOverrides();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = URLDecoder.decode(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    StandardCharsets.UTF_8);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            String token = exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token");
            requests.add(exchange.getRequestMethod() + " " + path + " " + body);
            String answer = switch (path) {
                case "/" -> sts(body);
                case "/eks" -> "pod token".equals(authorization) ? json("Token") : "";
                case "/ecs" -> authorization == null ? json("Token") : "";
                case "/latest/api/token" -> "imds-token";
                case "/latest/meta-data/iam/security-credentials/",
                        "/latest/meta-data/iam/security-credentials-extended/" ->
                    "imds-token".equals(token) ? "the-role" : "";
                case "/latest/meta-data/iam/security-credentials/the-role",
                        "/latest/meta-data/iam/security-credentials-extended/the-role" ->
                    "imds-token".equals(token) ? json("Token") : "";
                default -> "";
            };
            exchange.getResponseHeaders().add("X-aws-ec2-metadata-token-ttl-seconds", "21600");
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String json(String token) {
        return """
                {"Code":"Success","Type":"AWS-HMAC","LastUpdated":"%s","AccessKeyId":"key-%d","SecretAccessKey":"secret",
                 "%s":"session","Expiration":"%s"}""".formatted(
                Instant.now(), issued.incrementAndGet(), token, Instant.now().plus(validity));
    }

    private String sts(String body) {
        String action = body.contains("Action=AssumeRoleWithWebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole";
        return """
                <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>
                <AccessKeyId>key-%2$d</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                <SessionToken>session</SessionToken><Expiration>%3$s</Expiration></Credentials></%1$sResult>
                </%1$sResponse>""".formatted(action, issued.incrementAndGet(), Instant.now().plus(validity));
    }

    /** Opens the sources with an environment. The client library reads it where its own tests set it. */
    private CredentialsPrinter printer(Map<String, String> environment, String... keysAndValues) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("HOME", folder.toString()));
        all.putAll(environment);
        SystemSettingUtilsTestBackdoor.clearEnvironmentVariableOverrides();
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("AWS_"))
                .forEach(name -> SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride(name, null));
        all.forEach(SystemSettingUtilsTestBackdoor::addEnvironmentVariableOverride);
        return CredentialsPrinter.of(all, keysAndValues);
    }

    private String first(Map<String, String> environment, String... keysAndValues) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("AWS_EC2_METADATA_DISABLED", "true"));
        all.putAll(environment);
        try (CredentialsPrinter printer = printer(all, keysAndValues)) {
            return printer.next();
        }
    }

    /** What a process with these variables prints first. */
    private String firstOfAProcess(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx96m",
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.home=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        CredentialsPrinter.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.endsWith("_PROXY"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write("\n");
            in.flush();
            return out.readLine();
        } finally {
            process.destroyForcibly();
        }
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void theKeysOfTheConfigurationComeFirst() throws IOException {
        Map<String, String> environment = Map.of("AWS_ACCESS_KEY_ID", "env", "AWS_SECRET_ACCESS_KEY", "env");
        assertThat(first(environment, "accesskey", "a", "secretkey", "s")).isEqualTo("a s");
        assertThat(first(environment, "accesskey", "a", "secretkey", "s", "sessiontoken", "t"))
                .isEqualTo("a s t");
    }

    @Test
    void theVariablesOfTheEnvironment() throws IOException {
        Map<String, String> environment =
                Map.of("AWS_ACCESS_KEY_ID", "a", "AWS_SECRET_ACCESS_KEY", "s", "AWS_SESSION_TOKEN", "t");
        assertThat(first(environment)).isEqualTo("a s t");
        assertThat(firstOfAProcess(environment)).isEqualTo("a s t");
    }

    @Test
    void aWebIdentityWhoseTokenIsReadAgainWhenCredentialsExpire() throws IOException {
        Path token = file("token", "first token");
        validity = Duration.ofSeconds(20);
        try (CredentialsPrinter printer = printer(Map.of(
                "AWS_ROLE_ARN",
                "arn:aws:iam::1:role/registry",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                token.toString(),
                "AWS_ENDPOINT_URL_STS",
                url))) {
            assertThat(printer.next()).isEqualTo("key-1 secret session");
            Files.writeString(token, "second token");
            assertThat(printer.next()).isEqualTo("key-2 secret session");
            validity = Duration.ofHours(1);
            assertThat(printer.next()).isEqualTo("key-3 secret session");
            assertThat(printer.next()).isEqualTo("key-3 secret session");
        }
        assertThat(requests)
                .allMatch(request -> request.contains("Action=AssumeRoleWithWebIdentity")
                        && request.contains("RoleArn=arn:aws:iam::1:role/registry"));
        assertThat(requests.getFirst()).contains("WebIdentityToken=first token");
        assertThat(requests.getLast()).contains("WebIdentityToken=second token");
    }

    @Test
    void aProfileOfTheUsersFiles() throws IOException {
        Files.createDirectory(folder.resolve(".aws"));
        Files.writeString(folder.resolve(".aws/credentials"), """
                [default]
                aws_access_key_id=a
                aws_secret_access_key=s
                [other]
                aws_access_key_id=b
                aws_secret_access_key=t
                """);
        assertThat(first(Map.of())).isEqualTo("a s");
        assertThat(first(Map.of("AWS_PROFILE", "other"))).isEqualTo("b t");
        assertThat(first(Map.of(
                        "AWS_SHARED_CREDENTIALS_FILE", file("elsewhere", """
                [default]
                aws_access_key_id=c
                aws_secret_access_key=u
                """).toString())))
                .isEqualTo("c u");
    }

    @Test
    void aProfileWithARole() throws IOException {
        Path config = file("config", """
                [profile base]
                aws_access_key_id=a
                aws_secret_access_key=s
                [profile registry]
                role_arn=arn:aws:iam::1:role/registry
                source_profile=base
                external_id=outside
                region=eu-west-1
                """);
        assertThat(first(Map.of(
                        "AWS_CONFIG_FILE", config.toString(), "AWS_PROFILE", "registry", "AWS_ENDPOINT_URL_STS", url)))
                .isEqualTo("key-1 secret session");
        assertThat(requests.getFirst())
                .contains("Action=AssumeRole&", "RoleArn=arn:aws:iam::1:role/registry", "ExternalId=outside");
    }

    @Test
    void aRoleOfAProfileIsAskedForThroughTheProxyAndWithTheAuthorityThatAreConfigured() throws Exception {
        PrivateAuthority authority = PrivateAuthority.of(folder.toFile(), "sts.test", "localhost");
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(authority.server()));
        secure.createContext("/", this::answer);
        secure.start();
        Path profiles = file("profiles", """
                [default]
                role_arn=arn:aws:iam::1:role/registry
                role_session_name=a-session
                source_profile=middle
                [profile middle]
                role_arn=arn:aws:iam::1:role/middle
                source_profile=base
                [profile base]
                aws_access_key_id=a
                aws_secret_access_key=s
                """);
        try (TestProxy proxy = TestProxy.start(secure.getAddress().getPort(), Optional.of("user:word"))) {
            Map<String, String> environment = Map.of(
                    "HTTPS_PROXY",
                    "http://user:word@127.0.0.1:" + proxy.port(),
                    "AWS_ENDPOINT_URL_STS",
                    "https://sts.test");
            assertThat(first(
                            environment,
                            "credentialsconfigpath",
                            profiles.toString(),
                            "cafile",
                            authority
                                    .certificate(folder.resolve("ca.pem").toFile())
                                    .toString()))
                    .isEqualTo("key-2 secret session");
            assertThat(proxy.requests()).isNotEmpty().allMatch(line -> line.startsWith("CONNECT sts.test:443 "));
            assertThat(requests.getFirst()).contains("RoleArn=arn:aws:iam::1:role/middle");
            assertThat(requests.getLast())
                    .contains("RoleArn=arn:aws:iam::1:role/registry", "RoleSessionName=a-session");
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void aProfileThatNamesItselfOrAnotherSourceOfKeys() throws IOException {
        Path profiles = file("profiles", """
                [profile own]
                role_arn=arn:aws:iam::1:role/own
                source_profile=own
                aws_access_key_id=a
                aws_secret_access_key=s
                [profile environment]
                role_arn=arn:aws:iam::1:role/environment
                credential_source=Environment
                [profile pod]
                role_arn=arn:aws:iam::1:role/pod
                credential_source=EcsContainer
                """);
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_ACCESS_KEY_ID",
                "env",
                "AWS_SECRET_ACCESS_KEY",
                "env",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                url + "/ecs",
                "AWS_ENDPOINT_URL_STS",
                url));
        for (String profile : List.of("own", "environment", "pod")) {
            environment.put("AWS_PROFILE", profile);
            assertThat(first(environment, "credentialsconfigpath", profiles.toString()))
                    .matches("key-\\d secret session");
            assertThat(requests.getLast()).contains("Action=AssumeRole&", "RoleArn=arn:aws:iam::1:role/" + profile);
        }
    }

    @Test
    void profilesThatReferToEachOtherAreNamed() throws IOException {
        Path profiles = file("profiles", """
                [default]
                role_arn=arn:aws:iam::1:role/one
                source_profile=other
                [profile other]
                role_arn=arn:aws:iam::1:role/other
                source_profile=default
                """);
        assertThatIOException()
                .isThrownBy(() -> first(Map.of(), "credentialsconfigpath", profiles.toString()))
                .withMessage("the AWS profiles default, other refer to each other");
    }

    @Test
    void aFileOfProfilesThatTheConfigurationNamesAndThatChanges() throws IOException {
        Path config = file("named", "[default]\naws_access_key_id=a\naws_secret_access_key=s\n");
        assertThat(first(
                        Map.of("AWS_ACCESS_KEY_ID", "env", "AWS_SECRET_ACCESS_KEY", "env"),
                        "credentialsconfigpath",
                        config.toString()))
                .isEqualTo("a s");
        Path role = file("role", """
                [default]
                role_arn=arn:aws:iam::1:role/registry
                web_identity_token_file=%s
                """.formatted(file("token", "a token")));
        assertThat(first(Map.of("AWS_ENDPOINT_URL_STS", url), "credentialsconfigpath", role.toString()))
                .isEqualTo("key-1 secret session");
        assertThat(requests.getFirst()).contains("WebIdentityToken=a token");
    }

    @Test
    void theRoleOfAPod() throws IOException {
        Path token = file("pod", "pod token");
        assertThat(first(Map.of(
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        url + "/eks",
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                        token.toString())))
                .isEqualTo("key-1 secret session");
    }

    @Test
    void theRoleOfAContainerThatExpires() throws IOException {
        validity = Duration.ofSeconds(20);
        try (CredentialsPrinter printer = printer(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", url + "/ecs"))) {
            assertThat(printer.next()).isEqualTo("key-1 secret session");
            validity = Duration.ofHours(1);
            assertThat(printer.next()).isEqualTo("key-2 secret session");
        }
    }

    @Test
    void theRoleOfAnInstanceByTheSecondVersionOfItsMetadata() throws IOException {
        assertThat(first(Map.of("AWS_EC2_METADATA_DISABLED", "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT", url)))
                .isEqualTo("key-1 secret session");
        assertThat(requests.getFirst()).startsWith("PUT /latest/api/token");
    }

    @Test
    void noSourceAtAllIsAnErrorThatNamesThem() throws IOException {
        assertThat(first(Map.of())).startsWith("failed: ").contains("Unable to load credentials");
    }
}
