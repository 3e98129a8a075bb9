package dev.moorage.bootstrap.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.moorage.storage.spi.DriverContext;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.DriverUnderTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

/** What a store says itself when it refuses a call, in the log of each driver. */
class StoreMessagesTest {
    @TempDir
    private Path folder;

    /** A server that another test has started sets the level of its driver's package. */
    private static final List<String> PACKAGES = List.of(
            "dev.moorage.storage", "dev.moorage.storage.azure", "dev.moorage.storage.fs", "dev.moorage.storage.s3");

    private final Logger drivers = (Logger) LoggerFactory.getLogger("dev.moorage.storage");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final DriverContext context = DriverUnderTest.context();

    @BeforeEach
    void listen() {
        log.start();
        drivers.addAppender(log);
        level(Level.WARN);
    }

    @AfterEach
    void leave() {
        drivers.detachAppender(log);
        level(null);
    }

    private static void level(@Nullable Level level) {
        PACKAGES.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(level));
    }

    private StorageDriver open(String type, Map<String, String> keys) throws Exception {
        return StorageDrivers.installed()
                .choose(type)
                .open(JsonMapper.builder().build().valueToTree(keys), StorageDrivers.Use.WRITING, context);
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(event -> event.getFormattedMessage()
                        + Objects.requireNonNullElse(event.getKeyValuePairs(), List.<KeyValuePair>of()).stream()
                                .map(pair -> " " + pair.key + "=" + pair.value)
                                .collect(Collectors.joining()))
                .toList();
    }

    private interface Use {
        void of(String url) throws Exception;
    }

    private static void refusing(int status, String code, String body, Use use) throws Exception {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("x-ms-error-code", code);
            exchange.sendResponseHeaders(status, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        store.start();
        try {
            use.of("http://127.0.0.1:" + store.getAddress().getPort());
        } finally {
            store.stop(0);
        }
    }

    private static Map<String, String> azure(String url) {
        return Map.of(
                "accountname", "account",
                "accountkey", "c2VjcmV0",
                "container", "images",
                "max_retries", "-1",
                "serviceurl", url);
    }

    @Test
    void azureSaysWhyItRefusesTheCredentials() throws Exception {
        String body = """
                <?xml version="1.0"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.
                RequestId:1</Message><AuthenticationErrorDetail>The MAC signature is not the same.</AuthenticationErrorDetail></Error>""";
        refusing(
                403,
                "AuthenticationFailed",
                body,
                url -> assertThatIOException()
                        .isThrownBy(() -> open("azure", azure(url)))
                        .withMessageContaining("403 AuthenticationFailed"));
        assertThat(warnings())
                .containsExactly("The store refused a request operation=Get Blob status=403 code=AuthenticationFailed"
                        + " message=Server failed to authenticate the request. RequestId:1"
                        + " The MAC signature is not the same.");
    }

    @Test
    void azureSaysThatTheContainerIsMissing() throws Exception {
        String body = "<Error><Code>ContainerNotFound</Code><Message>There is none.</Message></Error>";
        refusing(
                404,
                "ContainerNotFound",
                body,
                url -> assertThatIOException()
                        .isThrownBy(() -> open("azure", azure(url)))
                        .withMessageContaining("404 ContainerNotFound"));
        assertThat(warnings()).singleElement().asString().contains("message=There is none.");
    }

    @Test
    void s3SaysWhyItRefusesTheCredentials() throws Exception {
        String body = "<Error><Code>SignatureDoesNotMatch</Code><Message>Check your key.</Message></Error>";
        refusing(
                403,
                "",
                body,
                url -> assertThatIOException()
                        .isThrownBy(() -> open(
                                "s3",
                                Map.of(
                                        "bucket",
                                        "images",
                                        "accesskey",
                                        "a",
                                        "secretkey",
                                        "s",
                                        "regionendpoint",
                                        url))));
        assertThat(warnings())
                .anyMatch(line -> line.contains("status=403 code=SignatureDoesNotMatch message=Check your key."));
    }

    @Test
    void theFilesystemSaysWhatItRefusesAndWhere() throws Exception {
        try (StorageDriver driver = open("filesystem", Map.of("rootdirectory", folder.toString()))) {
            Files.createDirectories(folder.resolve("some/object/below"));
            assertThatIOException()
                    .isThrownBy(() -> driver.put(
                            new ObjectKey("some/object"), new byte[1], WriteCondition.ANY, Durability.PROCESS_CRASH));
        }
        assertThat(warnings())
                .filteredOn(line -> line.startsWith("The file system refused a call"))
                .singleElement()
                .asString()
                .contains("error=", "message=", folder.resolve("some/object").toString());
    }
}
