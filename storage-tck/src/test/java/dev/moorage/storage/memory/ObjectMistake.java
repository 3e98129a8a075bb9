package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.ChannelTransfer;
import dev.moorage.storage.spi.object.ConditionFailedException;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Mistakes with objects and conditions. */
enum ObjectMistake implements Mistake {
    PUT_IS_NOT_ATOMIC("readersSeeOneOfTheContentsWholeWhileItIsReplaced", driver -> new MutantDriver(driver) {
        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            super.put(key, Arrays.copyOf(content, content.length / 2), condition, durability);
            Mistake.whileOthersComeBetween();
            return super.put(key, content, WriteCondition.ANY, durability);
        }
    }),
    IF_VERSION_TAKES_ABSENCE_FOR_A_MATCH("ifVersionDoesNotMakeWhatIsAbsent", driver -> new MutantDriver(driver) {
        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            boolean absent = stat(key).isEmpty();
            return super.put(key, content, absent ? WriteCondition.ANY : condition, durability);
        }
    }),
    IF_VERSION_IS_IGNORED("ifVersionWritesOverThatVersionOnly", driver -> new MutantDriver(driver) {
        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            boolean absent = condition instanceof WriteCondition.IfAbsent;
            return super.put(key, content, absent ? condition : WriteCondition.ANY, durability);
        }
    }),
    IF_ABSENT_LOOKS_AND_THEN_WRITES("ofSixteenRacingWritersOneWins", driver -> new MutantDriver(driver) {
        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            if (condition instanceof WriteCondition.IfAbsent && stat(key).isPresent()) {
                throw new ConditionFailedException(key);
            }
            Mistake.whileOthersComeBetween();
            return super.put(key, content, WriteCondition.ANY, durability);
        }
    }),
    IF_VERSION_LOOKS_AND_THEN_WRITES("aCounterThatManyWritersRaiseLosesNothing", driver -> new MutantDriver(driver) {
        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            requireVersion(this, key, condition);
            Mistake.whileOthersComeBetween();
            return super.put(key, content, WriteCondition.ANY, durability);
        }
    }),
    PUT_RETURNS_THE_VERSION_THAT_IS_THERE_AFTERWARDS(
            "aLargeObjectThatManyWritersRaiseFromTheVersionsOfTheirOwnPutsLosesNothing",
            driver -> new MutantDriver(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    ObjectVersion written = super.put(key, content, condition, durability);
                    Mistake.whileOthersComeBetween();
                    return stat(key).map(ObjectInfo::version).orElse(written);
                }
            }),
    A_VERSION_IS_THE_MILLISECOND(
            "noTwoContentsOfALargeObjectThatIsReplacedAtOnceHaveOneVersion", driver -> new MutantDriver(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    super.put(key, content, WriteCondition.ANY, durability);
                    return new ObjectVersion(
                            Long.toString(stat(key).orElseThrow().lastModified().toEpochMilli()));
                }
            }),
    PUT_FAILS_WHEN_WHAT_IT_WROTE_IS_DELETED(
            "putsAndDeletesOfOneObjectAtOnceAllSucceed", driver -> new MutantDriver(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    super.put(key, content, condition, durability);
                    Mistake.whileOthersComeBetween();
                    return stat(key)
                            .orElseThrow(() -> new FileNotFoundException("no such object"))
                            .version();
                }
            }),
    DELETE_LOOKS_AND_THEN_DELETES("randomHistoriesOfOneKeyAreThoseOfARegister", driver -> new MutantDriver(driver) {
        @Override
        public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
            requireVersion(this, key, condition);
            Mistake.whileOthersComeBetween();
            super.delete(key, WriteCondition.ANY, durability);
        }
    }),
    DELETE_IGNORES_THE_VERSION("deleteIfVersionDeletesThatVersionOnly", driver -> new MutantDriver(driver) {
        @Override
        public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
            super.delete(key, WriteCondition.ANY, durability);
        }
    }),
    DELETE_OF_WHAT_IS_ABSENT_ALWAYS_SUCCEEDS("deleteIfVersionOfWhatIsAbsentFails", driver -> new MutantDriver(driver) {
        @Override
        public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
            if (stat(key).isPresent()) {
                super.delete(key, condition, durability);
            }
        }
    }),
    DELETE_TAKES_THE_FOLDER_WITH_IT("deletingOneObjectLeavesItsNeighbours", driver -> new MutantDriver(driver) {
        @Override
        public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
            super.delete(key, condition, durability);
            String folder = key.value().substring(0, key.value().lastIndexOf('/'));
            super.delete(new ObjectKey(folder + "/two"), WriteCondition.ANY, durability);
        }
    }),
    ABSENCE_IS_AN_ERROR("whatIsAbsentIsAnAnswerAndNoError", driver -> new MutantDriver(driver) {
        @Override
        public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
            Optional<ObjectContent> content = super.open(key, range);
            if (content.isEmpty()) {
                throw new FileNotFoundException("no such object");
            }
            return content;
        }
    }),
    RANGES_END_ONE_BYTE_LATE("rangesAreClippedToTheObject", driver -> new MutantDriver(driver) {
        @Override
        public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
            boolean bounded = !range.equals(ByteRange.from(range.offset()));
            return super.open(key, bounded ? new ByteRange(range.offset(), range.length() + 1) : range);
        }
    }),
    THE_VERSION_IS_THE_SIZE(
            "statOpenAndPutAgreeOnVersionsAndOnesOfOtherContentDiffer", driver -> new MutantDriver(driver) {
                @Override
                public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                        throws IOException {
                    super.put(key, content, condition, durability);
                    return new ObjectVersion("size-" + content.length);
                }

                @Override
                public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
                    return super.stat(key)
                            .map(info -> new ObjectInfo(
                                    key, info.size(), new ObjectVersion("size-" + info.size()), info.lastModified()));
                }
            }),
    READS_GO_ON_WITH_WHAT_REPLACED_IT(
            "aReaderOfAReplacedObjectGetsWhatItOpenedOrAnError", driver -> new MutantDriver(driver) {
                @Override
                public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
                    Optional<ObjectContent> opened = super.open(key, range);
                    return opened.isEmpty()
                            ? opened
                            : Optional.of(
                                    new OpenedLate(driver, key, opened.get().info()));
                }
            }),
    WHAT_WAS_PUT_IS_REMEMBERED("aDeletedObjectIsGoneForEveryReplica", driver -> new MutantDriver(driver) {
        private final Map<ObjectKey, ObjectInfo> remembered = new HashMap<>();

        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            ObjectVersion version = super.put(key, content, condition, durability);
            remembered.put(key, super.stat(key).orElseThrow());
            return version;
        }

        @Override
        public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
            return remembered.containsKey(key) ? Optional.of(remembered.get(key)) : super.stat(key);
        }
    });

    private final String caughtBy;
    private final UnaryOperator<StorageDriver> mistaken;

    ObjectMistake(String caughtBy, UnaryOperator<StorageDriver> mistaken) {
        this.caughtBy = caughtBy;
        this.mistaken = mistaken;
    }

    private static void requireVersion(StorageDriver driver, ObjectKey key, WriteCondition condition)
            throws IOException {
        if (condition instanceof WriteCondition.IfVersion(ObjectVersion version)
                && !driver.stat(key).map(ObjectInfo::version).equals(Optional.of(version))) {
            throw new ConditionFailedException(key);
        }
    }

    /** A content whose object is looked up only when it is read. */
    private static final class OpenedLate implements ObjectContent {
        private final StorageDriver driver;
        private final ObjectKey key;
        private final ObjectInfo info;
        private Optional<ObjectContent> content = Optional.empty();

        OpenedLate(StorageDriver driver, ObjectKey key, ObjectInfo info) {
            this.driver = driver;
            this.key = key;
            this.info = info;
        }

        @Override
        public ObjectInfo info() {
            return info;
        }

        @Override
        public int read(ByteBuffer destination) throws IOException {
            if (content.isEmpty()) {
                content = driver.open(key, ByteRange.WHOLE);
            }
            return content.orElseThrow().read(destination);
        }

        @Override
        public Optional<ChannelTransfer> transfer() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing to release.
        }
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return mistaken.apply(new InMemoryStorageDriver(store));
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }
}
