package dev.moorage.storage.azure;

import dev.moorage.storage.azure.client.AzureConfig;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** Runs the emulator in a process of its own on 127.0.0.1. The command {@code e2e/check azurite} installs it if it is missing. */
final class Azurite implements AutoCloseable {
    private static final String ACCOUNT = "devstoreaccount1";
    private static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static final String CONTAINER = "registry";

    private final Process process;
    private final int port;

    private Azurite(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Azurite start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        Path.of("../e2e/check").toAbsolutePath().normalize().toString(),
                        "azurite",
                        Integer.toString(port),
                        CONTAINER)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        if (!"ready".equals(output.readLine())) {
            process.destroy();
            throw new IOException("the emulator did not start");
        }
        return new Azurite(process, port);
    }

    /** Opens a driver with a root of its own in the container. */
    StorageDriver open(String root, String commit) throws IOException {
        return new AzureStorageDriverFactory().open(config(root, commit), DriverUnderTest.context());
    }

    /** The configuration of that driver. */
    AzureConfig config(String root, String commit) {
        return new AzureConfig(
                ACCOUNT,
                KEY,
                CONTAINER,
                null,
                null,
                null,
                "http://127.0.0.1:" + port + "/" + ACCOUNT,
                root,
                2,
                null,
                null,
                null,
                1L << 20,
                null,
                null,
                commit,
                null,
                null);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
