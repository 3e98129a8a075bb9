package dev.moorage.bootstrap.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.application.port.in.archive.ArchiveException;
import dev.moorage.application.port.in.archive.ArchiveSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tar archives, well-formed and hostile. */
class TarSourceTest {
    private static final int TYPE_AT = 156;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final byte[] END = new byte[2 * TarHeader.BLOCK];

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    private TarSource open() throws IOException {
        Path file = folder.resolve("archive.tar");
        Files.write(file, archive.toByteArray());
        return TarSource.open(file);
    }

    private void add(String name, String content) throws IOException {
        entry(name, content, TarHeader.FILE);
    }

    private void entry(String name, String content, char type) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        byte[] header = TarHeader.ofFile(name, bytes.length);
        header[TYPE_AT] = (byte) type;
        header(header);
        archive.write(bytes);
        archive.write(new byte[Math.floorMod(-bytes.length, TarHeader.BLOCK)]);
    }

    /** Writes a header with the checksum that belongs to it. */
    private void header(byte[] header) throws IOException {
        Arrays.fill(header, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_LENGTH, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, header, CHECKSUM_AT, text.length);
        archive.write(header);
    }

    private static String text(ArchiveSource source, String name) throws IOException {
        try (InputStream in = source.find(name).orElseThrow().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void refused(String reason) {
        assertThatThrownBy(this::open).isInstanceOf(ArchiveException.class).hasMessageContaining(reason);
    }

    @Test
    void whatTheSinkWritesIsReadAgain() throws IOException {
        TarSink sink = new TarSink(archive);
        byte[] large = new byte[100_000];
        large[99_999] = 'x';
        sink.write("a/b", 3, out -> out.write("abc".getBytes(StandardCharsets.US_ASCII)));
        sink.write("empty", 0, out -> {});
        sink.write("large", large.length, out -> out.write(large));
        sink.finish();
        try (TarSource source = open();
                InputStream in = source.find("large").orElseThrow().open()) {
            assertThat(text(source, "a/b")).isEqualTo("abc");
            assertThat(text(source, "empty")).isEmpty();
            assertThat(in.readAllBytes()).isEqualTo(large);
            assertThat(source.find("other")).isEmpty();
        }
    }

    @Test
    void aContentOfAnotherLengthIsRefusedByTheSink() {
        TarSink sink = new TarSink(archive);
        assertThatThrownBy(() -> sink.write("a", 3, out -> out.write(1))).hasMessageContaining("another length");
        assertThatThrownBy(() -> sink.write("a", 1, out -> out.write(new byte[2])))
                .hasMessageContaining("another length");
    }

    @Test
    void aSizeOfMoreThanElevenDigitsIsReadAsItWasWritten() throws IOException {
        assertThat(TarHeader.read(TarHeader.ofFile("a", 1L << 40)).size()).isEqualTo(1L << 40);
        assertThat(TarHeader.read(TarHeader.ofFile("a", 8_589_934_591L)).size()).isEqualTo(8_589_934_591L);
    }

    @Test
    void longNamesOfPaxAndOfGnuTarAreRead() throws IOException {
        String name = "n".repeat(200);
        String record = "path=" + name + "\n";
        entry("PaxHeaders/x", (record.length() + 4) + " " + record, TarHeader.PAX);
        add("short", "pax");
        entry("././@LongLink", name + "2\0", TarHeader.GNU_NAME);
        add("short", "gnu");
        add("./dot", "dot");
        archive.write(END);
        try (TarSource source = open()) {
            assertThat(text(source, name)).isEqualTo("pax");
            assertThat(text(source, name + "2")).isEqualTo("gnu");
            assertThat(text(source, "dot")).isEqualTo("dot");
            assertThat(source.find("short")).isEmpty();
        }
    }

    private void link(String name, String target) throws IOException {
        byte[] header = TarHeader.ofFile(name, 0);
        header[TYPE_AT] = (byte) TarHeader.SYMLINK;
        byte[] text = target.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(text, 0, header, TYPE_AT + 1, text.length);
        header(header);
    }

    @Test
    void aSymbolicLinkIsANameOfAFileOfTheArchiveAndOfNoOther() throws IOException {
        link("b/layer.tar", "../a/layer.tar");
        link("c/layer.tar", "../b/layer.tar");
        link("index.json", "../../../../etc/passwd");
        link("manifest.json", "/etc/passwd");
        add("a/layer.tar", "layer");
        archive.write(END);
        try (TarSource source = open()) {
            assertThat(text(source, "b/layer.tar")).isEqualTo("layer");
            assertThat(source.find("index.json")).isEmpty();
            assertThat(source.find("manifest.json")).isEmpty();
        }
    }

    @Test
    void hardLinksAndDevicesAreRefused() throws IOException {
        for (char type : new char[] {'1', '3', '4', '6'}) {
            archive.reset();
            entry("index.json", "", type);
            archive.write(END);
            refused("has a link or a device");
        }
    }

    @Test
    void namesThatLeadOutAreRefused() throws IOException {
        for (String name : new String[] {"../a", "/etc/passwd", "a/../../b", ".."}) {
            archive.reset();
            add(name, "x");
            archive.write(END);
            refused("leads out of it");
        }
    }

    @Test
    void anArchiveThatEndsEarlyIsRefused() throws IOException {
        refused("ends early");
        add("a", "x".repeat(1000));
        byte[] whole = archive.toByteArray();
        for (int length : new int[] {100, 600, 1511}) {
            archive.reset();
            archive.write(whole, 0, length);
            refused("ends early");
        }
    }

    @Test
    void aHeaderThatIsDamagedIsRefused() throws IOException {
        byte[] header = TarHeader.ofFile("a", 0);
        header[0] = 'b';
        archive.write(header);
        refused("the checksum of a header is wrong");
    }

    @Test
    void hugeAndBrokenExtensionsAreRefused() throws IOException {
        byte[] huge = TarHeader.ofFile("x", 1L << 30);
        huge[TYPE_AT] = TarHeader.PAX;
        header(huge);
        refused("a header of more than");
        for (String record : new String[] {"999 path=a\n", "x path=a\n", "0 path=a\n", "999999999999 a=b\n"}) {
            archive.reset();
            entry("x", record, TarHeader.PAX);
            refused("extended header that cannot be read");
        }
        archive.reset();
        entry("x", "11 size=-1\n", TarHeader.PAX);
        add("a", "");
        refused("negative size");
    }

    @Test
    void aSizeThatNoFileHasIsRefused() throws IOException {
        byte[] header = TarHeader.ofFile("a", 0);
        Arrays.fill(header, 124, 136, (byte) 0xff);
        header(header);
        refused("size that no file has");
    }

    @Test
    void aCompressedArchiveIsNamed() throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(archive)) {
            out.write(new byte[100_000]);
        }
        archive.write(new byte[1000]);
        refused("compressed");
    }
}
