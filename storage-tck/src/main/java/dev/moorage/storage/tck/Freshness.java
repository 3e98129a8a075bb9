package dev.moorage.storage.tck;

import static dev.moorage.storage.tck.ContentAssert.assertContent;
import static dev.moorage.storage.tck.DriverUnderTest.bytes;
import static dev.moorage.storage.tck.DriverUnderTest.key;
import static dev.moorage.storage.tck.DriverUnderTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.DeleteFence;
import dev.moorage.storage.spi.object.DeleteGuard;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One driver changes an object, and another one reads it before and after each change, with every call that reads. So an
 * answer that was remembered is found by the next call.
 */
record Freshness(StorageDriver writer, StorageDriver reader, ObjectKey folder) {
    void check() throws IOException {
        ObjectKey key = folder.resolve("changing/data");
        assertAbsent(key, "before there was one");
        ObjectVersion first = writer.put(key, bytes("one"), WriteCondition.ANY, Durability.PROCESS_CRASH);
        assertPresent(key, "one", first, "after a put");
        ObjectVersion second = writer.put(key, bytes("two"), WriteCondition.ifVersion(first), Durability.PROCESS_CRASH);
        assertPresent(key, "two", second, "after a put of the same size");
        ObjectVersion third = writer.put(key, bytes("three"), WriteCondition.ANY, Durability.PROCESS_CRASH);
        assertPresent(key, "three", third, "after a put of another size");
        writer.delete(key, WriteCondition.ifVersion(third), Durability.PROCESS_CRASH);
        assertAbsent(key, "after a delete");
        Upload.whole(writer, key("staging/" + folder.name()), bytes("published"), key);
        assertThat(reader.stat(key).map(ObjectInfo::size))
                .as("the size after publishing")
                .contains(9L);
        assertContent(read(reader, key)).as("after publishing").contains(bytes("published"));
        assertThat(listed(key, false)).as("listed after publishing").containsExactly(new ObjectPage.Found(key, 9));
        writer.delete(key, WriteCondition.ANY, Durability.PROCESS_CRASH);
        assertAbsent(key, "after a delete of what was published");
        underAGuard();
    }

    private void underAGuard() throws IOException {
        if (writer.deleteFence() == DeleteFence.NONE) {
            return;
        }
        ObjectKey key = folder.resolve("guarded/data");
        ObjectKey guard = folder.resolve("guard");
        ObjectVersion held = writer.put(guard, bytes("guard"), WriteCondition.ANY, Durability.PROCESS_CRASH);
        var until = GuardedRound.time(writer).plus(Duration.ofMinutes(1));
        ObjectVersion version = writer.put(key, bytes("one"), WriteCondition.ANY, Durability.PROCESS_CRASH);
        assertPresent(key, "one", version, "before a delete under a guard");
        writer.deleteWhile(new DeleteGuard(guard, held, until), Set.of(key), Durability.PROCESS_CRASH);
        assertAbsent(key, "after a delete under a guard");
    }

    private void assertAbsent(ObjectKey key, String when) throws IOException {
        assertThat(reader.stat(key)).as("stat %s", when).isEmpty();
        assertThat(reader.open(key, ByteRange.WHOLE).isPresent())
                .as("opened %s", when)
                .isFalse();
        assertThat(listed(key, false)).as("listed %s", when).isEmpty();
        assertThat(listed(key, true)).as("listed and folded %s", when).isEmpty();
    }

    private void assertPresent(ObjectKey key, String text, ObjectVersion version, String when) throws IOException {
        Optional<ObjectInfo> info = reader.stat(key);
        assertThat(info.map(ObjectInfo::version)).as("the version %s", when).contains(version);
        assertThat(info.map(ObjectInfo::size)).as("the size %s", when).contains((long) text.length());
        ObjectContent content = reader.open(key, ByteRange.WHOLE).orElseThrow();
        assertThat(content.info().version()).as("the version opened %s", when).isEqualTo(version);
        assertContent(DriverUnderTest.readAll(content)).as(when).contains(bytes(text));
        assertThat(listed(key, false)).as("listed %s", when).containsExactly(new ObjectPage.Found(key, text.length()));
        assertThat(listed(key, true)).as("listed and folded %s", when).hasSize(1);
    }

    private List<ObjectPage.Entry> listed(ObjectKey key, boolean folded) throws IOException {
        String text = key.value();
        ObjectKey parent = new ObjectKey(text.substring(0, text.lastIndexOf('/')));
        ObjectKey above =
                new ObjectKey(parent.value().substring(0, parent.value().lastIndexOf('/')));
        return folded
                ? reader.list(above, ListOptions.children(100)).entries().stream()
                        .filter(entry -> entry.key().equals(parent))
                        .toList()
                : reader.list(parent, ListOptions.recursive(100)).entries();
    }
}
