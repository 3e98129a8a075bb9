package dev.moorage.storage.s3;

import dev.moorage.storage.s3.client.S3Clients;
import dev.moorage.storage.s3.client.S3Config;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs S3Proxy on the loopback address, in a process of its own because its libraries differ from the driver's. */
final class S3ProxyProcess implements BeforeAllCallback, AfterAllCallback {
    private static final String IDENTITY = "moorage";
    private static final String CREDENTIAL = "moorage-secret";

    private int port;
    private Process process;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path directory = Files.createTempDirectory("s3proxy");
        Path properties = Files.writeString(directory.resolve("properties"), """
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=transient-nio2
                jclouds.identity=unused
                jclouds.credential=unused
                """.formatted(port, IDENTITY, CREDENTIAL));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-jar",
                        System.getProperty("moorage.s3proxy"),
                        "--properties",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::answers);
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("S3Proxy has ended");
        }
        try (Socket _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        process.destroy();
    }

    /** Creates a new bucket. */
    String newBucket() throws IOException {
        String bucket = "test-" + UUID.randomUUID();
        try (S3Client client = new S3Clients(config(bucket, S3Config.COPY), Map.of()).client()) {
            client.createBucket(request -> request.bucket(bucket));
        }
        return bucket;
    }

    StorageDriver open(String bucket, String commit) throws IOException {
        return new S3StorageDriverFactory().open(config(bucket, commit), DriverUnderTest.context());
    }

    S3Config config(String bucket, String commit) {
        return config(bucket, commit, "/registry");
    }

    S3Config config(String bucket, String commit, String root) {
        return Configs.of(
                "accesskey", IDENTITY,
                "secretkey", CREDENTIAL,
                "regionendpoint", "http://127.0.0.1:" + port,
                "forcepathstyle", "true",
                "bucket", bucket,
                "rootdirectory", root,
                "commit", commit);
    }
}
