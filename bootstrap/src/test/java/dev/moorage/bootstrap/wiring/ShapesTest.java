package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.moorage.bootstrap.config.ConfigurationReader;
import dev.moorage.bootstrap.config.InvalidConfigurationException;
import dev.moorage.bootstrap.section.AuthConfig;
import dev.moorage.bootstrap.section.HttpConfig;
import dev.moorage.bootstrap.section.StorageConfig;
import dev.moorage.bootstrap.section.TlsConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations that people start Distribution with: each starts, or is refused by the keys that ask for what is not there. */
class ShapesTest {
    @TempDir
    private static Path folder;

    private static SelfSigned certificate;

    @BeforeAll
    static void makeFiles() throws Exception {
        certificate = SelfSigned.in(folder, "registry");
        Files.copy(certificate.certificate(), folder.resolve("certificate.pem"));
        Files.copy(certificate.key(), folder.resolve("key.pem"));
        Files.writeString(
                folder.resolve("htpasswd"), "captain:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC\n");
    }

    private static Stream<Shape> expecting(List<String> expected, boolean either) throws IOException {
        List<Shape> shapes = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(resources())) {
            for (Path file : files) {
                shapes.add(Shape.read(file));
            }
        }
        return shapes.stream()
                .filter(shape -> expected.contains(shape.expected()) == either)
                .sorted(Comparator.comparing(Shape::name));
    }

    private static Path resources() {
        try {
            return Path.of(Objects.requireNonNull(ShapesTest.class.getResource("/dev/moorage/bootstrap/shapes"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Shape> starting() throws IOException {
        return expecting(List.of("starts"), true);
    }

    static Stream<Shape> overS3() throws IOException {
        return expecting(List.of("s3"), true);
    }

    static Stream<Shape> refused() throws IOException {
        return expecting(List.of("starts", "s3"), false);
    }

    @ParameterizedTest
    @MethodSource("starting")
    void aShapeThatAsksForNothingMoreStartsAndAnswers(Shape shape) throws Exception {
        ConfigurationReader.Result result = shape.in(folder);
        try (Registry registry = Registry.start(result.configuration());
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(certificate.trusting())
                        .build()) {
            boolean tls = result.configuration().get(TlsConfig.class).tls().isPresent();
            URI uri = URI.create((tls ? "https" : "http") + "://127.0.0.1:" + registry.port() + "/v2/");
            boolean closed = result.configuration().get(AuthConfig.class).isClosed();
            var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(closed ? 401 : 200);
            result.configuration()
                    .get(HttpConfig.class)
                    .headers()
                    .forEach((name, values) -> assertThat(answer.headers().allValues(name))
                            .as(name)
                            .isEqualTo(values));
        }
    }

    @ParameterizedTest
    @MethodSource("overS3")
    void aShapeOverS3IsOneThatCheckConfigTakes(Shape shape) throws IOException, InvalidConfigurationException {
        ConfigurationReader.Result result = shape.in(folder);
        Registry.check(result.configuration());
        assertThat(result.configuration().get(StorageConfig.class).type()).isEqualTo("s3");
        assertThat(result.configuration().get(StorageConfig.class).where()).isEqualTo("images");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aShapeThatAsksForWhatIsNotThereIsRefusedByItsKeys(Shape shape) {
        assertThat(catchThrowableOfType(InvalidConfigurationException.class, () -> shape.in(folder))
                        .errors())
                .extracting(error -> error.substring(0, error.indexOf(':')))
                .allSatisfy(key -> assertThat(shape.refusedKeys()).anyMatch(key::startsWith))
                .satisfies(keys -> assertThat(shape.refusedKeys())
                        .allSatisfy(refused -> assertThat(keys).anyMatch(key -> key.startsWith(refused))));
    }
}
