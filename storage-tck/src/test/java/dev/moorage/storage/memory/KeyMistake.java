package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ByteRange;
import dev.moorage.storage.spi.object.Durability;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectContent;
import dev.moorage.storage.spi.object.ObjectInfo;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import dev.moorage.storage.spi.object.ObjectVersion;
import dev.moorage.storage.spi.object.WriteCondition;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Keys that become other keys, and prefixes whose characters stand for other ones. */
enum KeyMistake implements Mistake {
    KEYS_ARE_FOLDED("keysThatDifferInCaseAreDifferent", key -> key.toLowerCase(Locale.ROOT)),
    SEGMENTS_ARE_CUT("keysThatDifferInTheirLastCharacterAreDifferent", key -> key.replaceAll("([^/]{200})[^/]*", "$1")),
    KEYS_ARE_CUT(
            "keysThatDifferInTheirLastCharacterAreDifferent", key -> key.substring(0, Math.min(255, key.length()))),
    SLASHES_BECOME_UNDERSCORES("keysThatDifferInSeparatorsAndEscapesAreDifferent", key -> key.replace('/', '_')),
    SLASHES_BECOME_DASHES("keysThatDifferInSeparatorsAndEscapesAreDifferent", key -> key.replace('/', '-')),
    ESCAPES_ARE_DECODED("keysThatDifferInSeparatorsAndEscapesAreDifferent", key -> key.replace("%2F", "/")),
    ESCAPES_ARE_FOLDED("keysThatDifferInSeparatorsAndEscapesAreDifferent", key -> key.replace("%2f", "%2F")),
    A_PLUS_IS_A_SPACE("keysThatDifferInSeparatorsAndEscapesAreDifferent", key -> key.replace("+", "%20")),
    THE_LAST_DOT_IS_DROPPED("keysThatDifferInSeparatorsAndEscapesAreDifferent", key -> key.replaceAll("\\.$", "")),
    COLONS_ARE_DROPPED("keysThatDifferInSeparatorsAndEscapesAreDifferent", key -> key.replace(":", "")),
    A_PREFIX_IS_A_PATTERN_OF_SQL("aPrefixIsNoPattern", Pattern.CASE_INSENSITIVE) {
        @Override
        String pattern(String prefix) {
            return Pattern.quote(prefix).replace("_", "\\E.\\Q").replace("%", "\\E.*\\Q");
        }
    },
    A_PREFIX_IS_A_PATTERN_OF_ONE_CHARACTER("aPrefixIsNoPattern", 0) {
        @Override
        String pattern(String prefix) {
            return Pattern.quote(prefix).replace("_", "\\E.\\Q");
        }
    },
    A_PREFIX_IS_A_GLOB("aPrefixIsNoPattern", 0) {
        @Override
        String pattern(String prefix) {
            return Pattern.quote(prefix).replace("?", "\\E.\\Q").replace("*", "\\E.*\\Q");
        }
    },
    A_PREFIX_IS_A_SET_OF_CHARACTERS("aPrefixIsNoPattern", 0) {
        @Override
        String pattern(String prefix) {
            return prefix.replace("*", "\\*").replace("?", "\\?");
        }
    },
    A_PREFIX_IS_FOLDED("aPrefixIsNoPattern", Pattern.CASE_INSENSITIVE) {
        @Override
        String pattern(String prefix) {
            return Pattern.quote(prefix);
        }
    };

    private final String caughtBy;
    private final UnaryOperator<String> name;
    private final Optional<Integer> patternFlags;

    KeyMistake(String caughtBy, UnaryOperator<String> name) {
        this.caughtBy = caughtBy;
        this.name = name;
        this.patternFlags = Optional.empty();
    }

    KeyMistake(String caughtBy, int patternFlags) {
        this.caughtBy = caughtBy;
        this.name = key -> key;
        this.patternFlags = Optional.of(patternFlags);
    }

    /** The pattern that a prefix is taken for. */
    String pattern(String prefix) {
        return Pattern.quote(prefix);
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }

    @Override
    public StorageDriver open(InMemoryStore store, ScriptedFaults faults, ProcessMemory process) {
        return new Renaming(new InMemoryStorageDriver(store));
    }

    private final class Renaming extends MutantDriver {
        Renaming(StorageDriver driver) {
            super(driver);
        }

        private ObjectKey renamed(ObjectKey key) {
            return new ObjectKey(name.apply(key.value()));
        }

        @Override
        public Optional<ObjectInfo> stat(ObjectKey key) throws IOException {
            return super.stat(renamed(key));
        }

        @Override
        public Optional<ObjectContent> open(ObjectKey key, ByteRange range) throws IOException {
            return super.open(renamed(key), range);
        }

        @Override
        public ObjectVersion put(ObjectKey key, byte[] content, WriteCondition condition, Durability durability)
                throws IOException {
            return super.put(renamed(key), content, condition, durability);
        }

        @Override
        public void delete(ObjectKey key, WriteCondition condition, Durability durability) throws IOException {
            super.delete(renamed(key), condition, durability);
        }

        @Override
        public ObjectPage list(ObjectKey prefix, ListOptions options) throws IOException {
            if (patternFlags.isEmpty()) {
                return super.list(prefix, options);
            }
            Pattern below = Pattern.compile(pattern(prefix.value()) + "/.+", patternFlags.get());
            List<ObjectPage.Entry> found = new ArrayList<>();
            for (ObjectPage.Entry entry : super.list(new ObjectKey("tck"), ListOptions.recursive(10_000))
                    .entries()) {
                if (below.matcher(entry.text()).matches()) {
                    found.add(entry);
                }
            }
            return new ObjectPage(found, Optional.empty());
        }
    }
}
