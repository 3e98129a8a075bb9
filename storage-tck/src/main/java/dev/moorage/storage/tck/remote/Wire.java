package dev.moorage.storage.tck.remote;

import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.spi.staging.StagedState;
import dev.moorage.storage.spi.staging.StagingRequest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The values of the port as bytes of a stream. */
final class Wire {
    private static final int MOST_BYTES = 256 << 20;

    private Wire() {}

    /** Writes a value. */
    interface Writes {
        void to(DataOutputStream out) throws IOException;
    }

    /** Reads a value. */
    interface Reads<T> {
        T from(DataInputStream in) throws IOException;
    }

    static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("the other process speaks another protocol");
        }
        return in.readNBytes(length);
    }

    static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    static void key(DataOutputStream out, ObjectKey key) throws IOException {
        text(out, key.value());
    }

    static ObjectKey key(DataInputStream in) throws IOException {
        return new ObjectKey(text(in));
    }

    static void keys(DataOutputStream out, Set<ObjectKey> keys) throws IOException {
        out.writeInt(keys.size());
        for (ObjectKey key : keys) {
            key(out, key);
        }
    }

    static Set<ObjectKey> keys(DataInputStream in) throws IOException {
        Set<ObjectKey> keys = new LinkedHashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            keys.add(key(in));
        }
        return keys;
    }

    private static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant time(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    static void info(DataOutputStream out, ObjectInfo info) throws IOException {
        key(out, info.key());
        out.writeLong(info.size());
        text(out, info.version().value());
        time(out, info.lastModified());
    }

    static ObjectInfo info(DataInputStream in) throws IOException {
        return new ObjectInfo(key(in), in.readLong(), new ObjectVersion(text(in)), time(in));
    }

    static void range(DataOutputStream out, ByteRange range) throws IOException {
        out.writeLong(range.offset());
        out.writeLong(range.length());
    }

    static ByteRange range(DataInputStream in) throws IOException {
        return new ByteRange(in.readLong(), in.readLong());
    }

    static void condition(DataOutputStream out, WriteCondition condition) throws IOException {
        switch (condition) {
            case WriteCondition.Any _ -> text(out, "any");
            case WriteCondition.IfAbsent _ -> text(out, "absent");
            case WriteCondition.IfVersion(ObjectVersion version) -> text(out, "=" + version.value());
        }
    }

    static WriteCondition condition(DataInputStream in) throws IOException {
        String text = text(in);
        return switch (text) {
            case "any" -> WriteCondition.ANY;
            case "absent" -> WriteCondition.IF_ABSENT;
            default -> WriteCondition.ifVersion(new ObjectVersion(text.substring(1)));
        };
    }

    static void guard(DataOutputStream out, DeleteGuard guard) throws IOException {
        key(out, guard.key());
        text(out, guard.version().value());
        time(out, guard.until());
    }

    static DeleteGuard guard(DataInputStream in) throws IOException {
        return new DeleteGuard(key(in), new ObjectVersion(text(in)), time(in));
    }

    static void options(DataOutputStream out, ListOptions options) throws IOException {
        out.writeInt(options.limit());
        optionalText(out, options.after());
        out.writeBoolean(options.delimited());
        out.writeBoolean(options.marking());
    }

    static ListOptions options(DataInputStream in) throws IOException {
        return new ListOptions(in.readInt(), optionalText(in), in.readBoolean(), in.readBoolean());
    }

    private static void optionalText(DataOutputStream out, Optional<String> text) throws IOException {
        out.writeBoolean(text.isPresent());
        text(out, text.orElse(""));
    }

    private static Optional<String> optionalText(DataInputStream in) throws IOException {
        boolean present = in.readBoolean();
        return Optional.of(text(in)).filter(_ -> present);
    }

    static void page(DataOutputStream out, ObjectPage page) throws IOException {
        out.writeInt(page.entries().size());
        for (ObjectPage.Entry entry : page.entries()) {
            switch (entry) {
                case ObjectPage.Found(ObjectKey key, long size) -> {
                    text(out, "found");
                    key(out, key);
                    out.writeLong(size);
                }
                case ObjectPage.Folded(ObjectKey key) -> {
                    text(out, "folded");
                    key(out, key);
                }
                case ObjectPage.Unreadable(ObjectKey key, String reason) -> {
                    text(out, "unreadable");
                    key(out, key);
                    text(out, reason);
                }
            }
        }
        optionalText(out, page.next());
    }

    static ObjectPage page(DataInputStream in) throws IOException {
        List<ObjectPage.Entry> entries = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String kind = text(in);
            ObjectKey key = key(in);
            entries.add(
                    switch (kind) {
                        case "found" -> new ObjectPage.Found(key, in.readLong());
                        case "folded" -> new ObjectPage.Folded(key);
                        default -> new ObjectPage.Unreadable(key, text(in));
                    });
        }
        return new ObjectPage(entries, optionalText(in));
    }

    static void request(DataOutputStream out, StagingRequest request) throws IOException {
        key(out, request.area());
        out.writeLong(request.generation());
        switch (request) {
            case StagingRequest.Begin begin -> {
                text(out, "begin");
                optionalText(out, begin.target().map(ObjectKey::value));
                out.writeLong(begin.expectedSize().orElse(-1));
            }
            case StagingRequest.Reopen reopen -> {
                text(out, "reopen");
                text(out, reopen.state().value());
            }
            case StagingRequest.Recover recover -> {
                text(out, "recover");
                text(out, recover.foreign().name());
            }
        }
    }

    static StagingRequest request(DataInputStream in) throws IOException {
        ObjectKey area = key(in);
        long generation = in.readLong();
        return switch (text(in)) {
            case "begin" -> {
                Optional<ObjectKey> target = optionalText(in).map(ObjectKey::new);
                long size = in.readLong();
                yield new StagingRequest.Begin(
                        area, generation, target, size < 0 ? OptionalLong.empty() : OptionalLong.of(size));
            }
            case "reopen" -> new StagingRequest.Reopen(area, generation, new StagedState(text(in)));
            default -> new StagingRequest.Recover(area, generation, StagingRequest.ForeignBytes.valueOf(text(in)));
        };
    }
}
