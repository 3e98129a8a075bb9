package dev.moorage.bootstrap.archive;

import dev.moorage.application.port.in.archive.ArchiveException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the headers of a tar archive: ustar, pax, and the long names of GNU tar. Hard links, devices, and names that lead out of the
 * archive are refused. A symbolic link to a file of the archive is another name of the file. Where two entries have one name, the last one counts.
 */
final class TarEntries {
    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_EXTENSION = 1 << 20;

    private final FileChannel channel;
    private final Map<String, Place> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Map<String, String> extension = new HashMap<>();
    private long position;

    /** Where the bytes of a file are. */
    record Place(long offset, long size) {}

    TarEntries(FileChannel channel) {
        this.channel = channel;
    }

    /** Returns the files by their names. */
    Map<String, Place> read() throws IOException {
        int entries = 0;
        Optional<byte[]> block = block();
        while (block.isPresent()) {
            if (++entries > MAX_ENTRIES) {
                throw new ArchiveException("the tar archive has more than " + MAX_ENTRIES + " entries");
            }
            entry(TarHeader.read(block.get()));
            block = block();
        }
        Map<String, Place> all = new HashMap<>(files);
        links.forEach((name, target) -> follow(name, target).ifPresent(place -> all.putIfAbsent(name, place)));
        return all;
    }

    /** Returns the file of the archive that a link names. Docker saves a layer that two images share so. */
    private Optional<Place> follow(String name, String target) {
        if (target.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        Path file = Path.of("/" + name).resolveSibling(target).normalize();
        return Optional.ofNullable(files.get(file.toString().substring(1)));
    }

    /** Returns the next header. The result is empty at the end of the archive. */
    private Optional<byte[]> block() throws IOException {
        byte[] block = bytes(TarHeader.BLOCK);
        if (position == TarHeader.BLOCK && block[0] == 0x1f && (block[1] & 0xff) == 0x8b) {
            throw new ArchiveException("the archive is compressed: decompress it first, for example with gunzip");
        }
        for (byte b : block) {
            if (b != 0) {
                return Optional.of(block);
            }
        }
        return Optional.empty();
    }

    private byte[] bytes(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, position);
            if (count < 0) {
                throw truncated();
            }
            position += count;
        }
        return buffer.array();
    }

    private void entry(TarHeader header) throws IOException {
        switch (header.type()) {
            case TarHeader.PAX -> pax(content(header));
            case TarHeader.PAX_GLOBAL -> content(header);
            case TarHeader.GNU_NAME -> extension.put("path", text(content(header)));
            case TarHeader.GNU_TARGET -> extension.put("linkpath", text(content(header)));
            default -> {
                String name = name(extension.getOrDefault("path", header.name()));
                long size = size(header);
                boolean isFile = header.isFile();
                if (!isFile && header.type() != TarHeader.FOLDER && header.type() != TarHeader.SYMLINK) {
                    throw new ArchiveException("the tar archive has a link or a device, or something else that no image"
                            + " needs: " + name);
                }
                if (header.type() == TarHeader.SYMLINK) {
                    links.put(name, extension.getOrDefault("linkpath", header.target()));
                } else if (isFile) {
                    if (size > channel.size() - position) {
                        throw truncated();
                    }
                    files.put(name, new Place(position, size));
                    skip(size);
                }
                extension.clear();
            }
        }
    }

    private long size(TarHeader header) throws ArchiveException {
        String size = extension.get("size");
        try {
            long value = size == null ? header.size() : Long.parseLong(size);
            if (value < 0) {
                throw new ArchiveException("the tar archive has a file with a negative size");
            }
            return value;
        } catch (NumberFormatException _) {
            throw new ArchiveException("the tar archive has a size that is no number");
        }
    }

    private byte[] content(TarHeader header) throws IOException {
        if (header.size() < 0 || header.size() > MAX_EXTENSION) {
            throw new ArchiveException("the tar archive has a header of more than " + MAX_EXTENSION + " bytes");
        }
        byte[] content = bytes((int) header.size());
        skip(0);
        return content;
    }

    /** Skips bytes, and the rest of their last block. */
    private void skip(long bytes) {
        position += bytes + Math.floorMod(-(position + bytes), (long) TarHeader.BLOCK);
    }

    /** Reads records of the form {@code <length> <key>=<value>\n}. */
    private void pax(byte[] content) throws ArchiveException {
        int at = 0;
        while (at < content.length) {
            int space = at;
            int length = 0;
            while (space < content.length
                    && content[space] >= '0'
                    && content[space] <= '9'
                    && length <= MAX_EXTENSION) {
                length = length * 10 + content[space] - '0';
                space++;
            }
            int end = at + length;
            if (space >= content.length || content[space] != ' ' || end <= space + 1 || end > content.length) {
                throw new ArchiveException("the tar archive has an extended header that cannot be read");
            }
            String record = new String(content, space + 1, end - space - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals > 0) {
                extension.put(record.substring(0, equals), record.substring(equals + 1));
            }
            at = end;
        }
    }

    private static String text(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Returns a name without the {@code ./} before it. */
    private static String name(String name) throws ArchiveException {
        String plain = name;
        while (plain.startsWith("./")) {
            plain = plain.substring(2);
        }
        if (plain.startsWith("/") || plain.indexOf('\0') >= 0 || ("/" + plain + "/").contains("/../")) {
            throw new ArchiveException("the tar archive has a name that leads out of it");
        }
        return plain;
    }

    private static ArchiveException truncated() {
        return new ArchiveException("the tar archive ends early");
    }
}
