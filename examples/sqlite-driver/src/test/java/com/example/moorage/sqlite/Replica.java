package com.example.moorage.sqlite;

import dev.moorage.application.port.out.storage.ConditionFailedException;
import dev.moorage.application.port.out.storage.DriverContext;
import dev.moorage.application.port.out.storage.Durability;
import dev.moorage.application.port.out.storage.ObjectContent;
import dev.moorage.application.port.out.storage.ObjectKey;
import dev.moorage.application.port.out.storage.StagedObject;
import dev.moorage.application.port.out.storage.StagingRequest;
import dev.moorage.application.port.out.storage.StorageDriver;
import dev.moorage.application.port.out.storage.WriteCondition;
import dev.moorage.application.transfer.TransferBuffers;
import dev.moorage.domain.blob.ByteRange;
import dev.moorage.storage.tck.Bodies;
import dev.moorage.storage.tck.DriverUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A process of its own with the driver open: {@code count FILE TIMES}, or {@code append FILE} until it is killed. */
final class Replica {
    static final ObjectKey COUNTER = new ObjectKey("counter");
    static final ObjectKey AREA = new ObjectKey("area");

    private Replica() {}

    public static void main(String[] arguments) throws IOException {
        try (StorageDriver driver = open(Path.of(arguments[1]))) {
            switch (arguments[0]) {
                case "count" -> {
                    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                        raise(driver);
                    }
                }
                case "append" -> append(driver);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    static StorageDriver open(Path file) throws IOException {
        return new SqliteStorageDriverFactory()
                .open(
                        new SqliteConfig(file.toString()),
                        new DriverContext(InstantSource.system(), new TransferBuffers(1 << 20, 4)));
    }

    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Replica.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void raise(StorageDriver driver) throws IOException {
        while (true) {
            try {
                Optional<ObjectContent> found = driver.open(COUNTER, ByteRange.WHOLE);
                if (found.isEmpty()) {
                    write(driver, 1, WriteCondition.IF_ABSENT);
                } else {
                    try (ObjectContent content = found.get()) {
                        WriteCondition same =
                                WriteCondition.ifVersion(content.info().version());
                        String number = new String(DriverUnderTest.readAll(content), StandardCharsets.UTF_8);
                        write(driver, Integer.parseInt(number) + 1, same);
                    }
                }
                return;
            } catch (ConditionFailedException _) {
                // Another process was quicker.
            }
        }
    }

    private static void write(StorageDriver driver, int number, WriteCondition condition) throws IOException {
        byte[] content = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
        driver.put(COUNTER, content, condition, Durability.PROCESS_CRASH);
    }

    /** Says after each piece how many bytes there are. */
    private static void append(StorageDriver driver) throws IOException {
        StagingRequest begin = new StagingRequest.Begin(AREA, 1, Optional.empty(), OptionalLong.empty());
        try (StagedObject staged = driver.stage(begin).orElseThrow()) {
            while (true) {
                staged.append(Bodies.of(new byte[100_000]));
                System.out.println(staged.size());
            }
        }
    }
}
