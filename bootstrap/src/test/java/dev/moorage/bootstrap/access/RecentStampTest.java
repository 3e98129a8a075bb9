package dev.moorage.bootstrap.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.identity.keys.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentStampTest {
    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

    @Test
    void stampChangesWhenALinkLeadsToAnotherFile() throws IOException {
        Path first = Files.writeString(folder.resolve("first"), "a");
        Path second = Files.writeString(folder.resolve("second"), "b");
        Files.setLastModifiedTime(second, Files.getLastModifiedTime(first));
        Path link = Files.createSymbolicLink(folder.resolve("link"), first);
        RecentStamp stamp = new RecentStamp(link, nanos::get);
        FileStamp before = stamp.get();
        nanos.addAndGet(RecentStamp.LIFE);
        assertThat(stamp.get()).isEqualTo(before);
        Files.move(Files.createSymbolicLink(folder.resolve("new"), second), link, StandardCopyOption.REPLACE_EXISTING);
        nanos.addAndGet(RecentStamp.LIFE);
        assertThat(stamp.get()).isNotEqualTo(before);
    }

    @Test
    void oneLookServesTheRequestsOfItsTimeAndNoLaterOnes() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "a");
        RecentStamp stamp = new RecentStamp(file, nanos::get);
        FileStamp before = stamp.get();
        Files.writeString(file, "longer");
        nanos.addAndGet(RecentStamp.LIFE - 1);
        assertThat(stamp.get()).isEqualTo(before);
        nanos.addAndGet(1);
        assertThat(stamp.get().size()).isEqualTo(6);
    }

    @Test
    void failureIsNotRemembered() throws IOException {
        Path file = folder.resolve("file");
        RecentStamp stamp = new RecentStamp(file, nanos::get);
        assertThatThrownBy(stamp::get).isInstanceOf(IOException.class);
        Files.writeString(file, "a");
        assertThat(stamp.get().size()).isEqualTo(1);
        Files.delete(file);
        nanos.addAndGet(RecentStamp.LIFE);
        assertThatThrownBy(stamp::get).isInstanceOf(IOException.class);
    }
}
