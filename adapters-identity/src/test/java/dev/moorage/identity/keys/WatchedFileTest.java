package dev.moorage.identity.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatchedFileTest {
    /** A file in memory. It is not there while the content is empty. */
    private static final class MemoryFile implements KeyFile {
        private String content = "1";
        private int reads;

        @Override
        public String name() {
            return "/etc/keys";
        }

        @Override
        public FileStamp stamp() throws IOException {
            if (content.isEmpty()) {
                throw new FileNotFoundException(name());
            }
            return new FileStamp(content, content.length(), Instant.EPOCH);
        }

        @Override
        public byte[] read() throws IOException {
            reads++;
            return content.getBytes(StandardCharsets.UTF_8);
        }
    }

    private final MemoryFile file = new MemoryFile();

    private WatchedFile<Integer> open() throws IOException {
        return new WatchedFile<>(file, bytes -> {
            try {
                return Integer.valueOf(new String(bytes, StandardCharsets.UTF_8));
            } catch (NumberFormatException e) {
                throw new IOException("no number", e);
            }
        });
    }

    @Test
    void changedFileIsReadAgain() throws Exception {
        WatchedFile<Integer> watched = open();
        assertThat(watched.current()).isEqualTo(1);
        assertThat(watched.refreshed()).isEqualTo(1);
        assertThat(file.reads).isEqualTo(1);
        file.content = "2";
        assertThat(watched.current()).isEqualTo(2);
        assertThat(file.reads).isEqualTo(2);
    }

    @Test
    void fileThatIsGoneLeavesNoValueUntilItIsBack() throws Exception {
        WatchedFile<Integer> watched = open();
        file.content = "";
        assertThatThrownBy(watched::current)
                .isInstanceOf(KeysUnavailableException.class)
                .hasMessageContaining("/etc/keys");
        file.content = "1";
        assertThat(watched.current()).isEqualTo(1);
    }

    @Test
    void fileThatIsWrongLeavesTheValueOfBefore() throws Exception {
        WatchedFile<Integer> watched = open();
        file.content = "x";
        assertThat(watched.current()).isEqualTo(1);
        assertThat(watched.current()).isEqualTo(1);
        assertThat(file.reads).isEqualTo(2);
    }

    @Test
    void fileThatIsWrongAfterItWasGoneLeavesNoValue() throws Exception {
        WatchedFile<Integer> watched = open();
        file.content = "";
        assertThatThrownBy(watched::current).isInstanceOf(KeysUnavailableException.class);
        file.content = "x";
        assertThatThrownBy(watched::current).isInstanceOf(KeysUnavailableException.class);
    }

    @Test
    void fileThatIsWrongAtTheStartIsAnError() {
        file.content = "x";
        assertThatThrownBy(this::open).hasMessage("no number");
    }
}
