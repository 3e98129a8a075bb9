package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedObject;
import dev.moorage.storage.spi.staging.StagedState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes until it is killed and reports each result. Afterwards it checks that the store holds what was reported. */
final class KilledWriter {
    private static final int PIECE = 30_000;
    private static final int PIECES = 4;

    private final String name;
    private final long seed;

    KilledWriter(String name, long seed) {
        this.name = name;
        this.seed = seed;
    }

    private byte[] content(int upload, int length) {
        return Bodies.random(seed + upload, length);
    }

    private ObjectKey own(String kind, int upload) {
        return key("killed/" + name + "/" + kind + "/" + upload);
    }

    private ObjectKey changing() {
        return key("killed/" + name + "/changing");
    }

    void write(StorageDriver driver, Consumer<String> tell) throws IOException {
        for (int i = 0; ; i++) {
            driver.put(own("put", i), content(i, 500), WriteCondition.IF_ABSENT, Durability.POWER_LOSS);
            tell.accept("put " + i);
            driver.put(changing(), content(i, 2000), WriteCondition.ANY, Durability.PROCESS_CRASH);
            tell.accept("changed " + i);
            byte[] content = content(i, PIECE * PIECES);
            try (StagedObject staged = Upload.begin(driver, own("staging", i), 1)) {
                for (int piece = 1; piece <= PIECES; piece++) {
                    staged.append(Bodies.of(Upload.part(content, staged.size(), (long) piece * PIECE)));
                    String state = staged.state().value();
                    tell.accept("staged " + i + " " + staged.size() + " s" + encoded(state));
                }
                var sealed = staged.seal();
                tell.accept("publishing " + i);
                staged.publish(sealed, own("published", i));
                tell.accept("published " + i);
                staged.discard();
            }
        }
    }

    private static String encoded(String state) {
        return Base64.getEncoder().encodeToString(state.getBytes(StandardCharsets.UTF_8));
    }

    private static StagedState decoded(String state) {
        return new StagedState(new String(Base64.getDecoder().decode(state.substring(1)), StandardCharsets.UTF_8));
    }

    /**
     * Checks that every result that was reported holds. A result that was not reported may hold or not, and nothing may be
     * there in part.
     */
    void check(StorageDriver driver, List<String> told) throws IOException {
        Optional<Integer> changed = Optional.empty();
        Optional<String[]> staged = Optional.empty();
        boolean publishing = false;
        for (String line : told) {
            String[] words = line.split(" ");
            int upload = Integer.parseInt(words[1]);
            switch (words[0]) {
                case "put" ->
                    assertContent(read(driver, own("put", upload))).as(line).contains(content(upload, 500));
                case "changed" -> changed = Optional.of(upload);
                case "staged" -> {
                    staged = Optional.of(words);
                    publishing = false;
                }
                case "publishing" -> publishing = true;
                case "published" ->
                    assertContent(read(driver, own("published", upload)))
                            .as(line)
                            .contains(content(upload, PIECE * PIECES));
                default -> throw new AssertionError("the other process said: " + line);
            }
        }
        if (changed.isPresent()) {
            assertThat(read(driver, changing()).orElseThrow())
                    .as("the object that changes, told last: %s", changed)
                    .isIn(content(changed.get(), 2000), content(changed.get() + 1, 2000));
        }
        if (staged.isPresent()) {
            goesOn(driver, staged.get(), publishing);
        }
    }

    private void goesOn(StorageDriver driver, String[] staged, boolean publishing) throws IOException {
        int upload = Integer.parseInt(staged[1]);
        long size = Long.parseLong(staged[2]);
        byte[] content = content(upload, PIECE * PIECES);
        ObjectKey target = own("published", upload);
        if (!publishing) {
            assertThat(driver.stat(target)).as("before it was to be published").isEmpty();
        }
        boolean wentOn = Upload.goesOn(
                driver,
                Upload.from(own("staging", upload), 2, decoded(staged[3])),
                content,
                size,
                content.length,
                target);
        assertThat(wentOn || publishing).as("what was staged is there").isTrue();
        assertContent(read(driver, target))
                .as("what the next process published")
                .contains(content);
    }
}
