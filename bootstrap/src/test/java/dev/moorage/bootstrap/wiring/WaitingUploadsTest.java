package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an upload keeps in buffers on the heap while its client sends nothing: 5,000 of them have to fit into 128 MiB. Stacks are
 * not counted: they are as large as the compilers make them.
 */
class WaitingUploadsTest {
    private static final int BEFORE = 50;
    private static final int COUNTED = 200;
    private static final int SENT = 66_000;
    private static final long MOST_BYTES = 2_800;
    private static final Pattern BYTE_ARRAYS = Pattern.compile("\\d+: +\\d+ +(\\d+) +\\[B ");

    private final List<Socket> clients = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void memoryOfAWaitingUploadIsLittle() throws Exception {
        try (Registry registry = Registry.start(Loopback.over(folder, Map.of()))) {
            byte[] piece = new byte[SENT];
            stall(registry, BEFORE, piece);
            long before = bytesInArrays();
            stall(registry, COUNTED, piece);
            assertThat((bytesInArrays() - before) / COUNTED)
                    .as("bytes in arrays of bytes for each upload")
                    .isLessThan(MOST_BYTES);
            endClients();
        }
    }

    private void stall(Registry registry, int count, byte... piece) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), registry.port());
            clients.add(client);
            send(client, "POST /v2/waiting/blobs/uploads/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            send(
                    client,
                    "PATCH " + location(client) + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + 2 * SENT + "\r\n\r\n");
            client.getOutputStream().write(piece);
        }
    }

    private static void send(Socket client, String head) throws IOException {
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private static String location(Socket client) throws IOException {
        BufferedReader answer =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        String location = "";
        for (String line = answer.readLine(); !line.isEmpty(); line = answer.readLine()) {
            if (line.startsWith("Location: ")) {
                location = line.substring("Location: ".length());
            }
        }
        return location;
    }

    /** What living arrays of bytes hold, once buffers were given back: the server waits for half a second before it does so. */
    private static long bytesInArrays() throws JMException {
        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        long least = Long.MAX_VALUE;
        while (System.nanoTime() < deadline) {
            Matcher line = BYTE_ARRAYS.matcher(livingClasses());
            assertThat(line.find()).isTrue();
            least = Math.min(least, Long.parseLong(line.group(1)));
        }
        return least;
    }

    /** As {@code jcmd GC.class_histogram} says it. */
    private static String livingClasses() throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
    }

    @AfterEach
    void endClients() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }
}
