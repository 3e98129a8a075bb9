package dev.moorage.domain.garbage;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The text of a record of the trash, version 1: a line with the repository, a line with what has emptied it, and a line for
 * each thing, such as {@code link <digest> <digest of the bytes> <when the link was written>}. Records of clients have no times.
 */
public final class TrashFormat {
    private static final String FIRST = "moorage-trash 1";
    private static final String REPOSITORY = "repository ";
    private static final String BY = "by ";

    private TrashFormat() {}

    /** Returns the text of a record. */
    public static String format(TrashRecord record) {
        List<String> lines = new ArrayList<>();
        lines.add(REPOSITORY + record.repository());
        lines.add(BY + word(record.by()));
        record.content().forEach(trashed -> lines.add(write(trashed)));
        return DocketLines.format(FIRST, lines);
    }

    private static String word(By by) {
        return by.name().toLowerCase(Locale.ROOT);
    }

    private static String write(Trashed trashed) {
        return switch (trashed) {
            case TrashedLink(Digest digest, Digest bytes, Optional<Instant> written) ->
                "link " + digest + " " + bytes + time(written);
            case TrashedRevision(Digest digest, Digest bytes, Optional<Instant> written) ->
                "revision " + digest + " " + bytes + time(written);
            case TrashedTag(Tag tag, Digest manifest) -> "tag " + tag + " " + manifest;
        };
    }

    private static String time(Optional<Instant> written) {
        return written.map(time -> " " + time).orElse("");
    }

    /** Parses a record. The result is empty if the text has another version or form. It may keep anything then. */
    public static Optional<TrashRecord> parse(String text) {
        return DocketLines.parse(FIRST, text).flatMap(TrashFormat::read);
    }

    private static Optional<TrashRecord> read(List<String> lines) {
        if (lines.size() < 2
                || !lines.get(0).startsWith(REPOSITORY)
                || !lines.get(1).startsWith(BY)) {
            return Optional.empty();
        }
        try {
            RepositoryName repository = RepositoryName.tryParse(lines.get(0).substring(REPOSITORY.length()))
                    .orElseThrow();
            By by = by(lines.get(1).substring(BY.length()));
            List<Trashed> content =
                    lines.stream().skip(2).map(TrashFormat::trashed).toList();
            return Optional.of(new TrashRecord(repository, by, content));
        } catch (IllegalArgumentException | NoSuchElementException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private static By by(String word) {
        for (By by : By.values()) {
            if (word(by).equals(word)) {
                return by;
            }
        }
        throw new IllegalArgumentException("unknown cause");
    }

    private static Trashed trashed(String line) {
        String[] words = line.split(" ", -1);
        if (words.length < 3 || words.length > (words[0].equals("tag") ? 3 : 4)) {
            throw new IllegalArgumentException("not a thing in the trash");
        }
        Digest bytes = Digest.tryParse(words[2]).orElseThrow();
        Optional<Instant> written = words.length == 4 ? Optional.of(Instant.parse(words[3])) : Optional.empty();
        return switch (words[0]) {
            case "link" -> new TrashedLink(Digest.tryParse(words[1]).orElseThrow(), bytes, written);
            case "revision" -> new TrashedRevision(Digest.tryParse(words[1]).orElseThrow(), bytes, written);
            case "tag" -> new TrashedTag(Tag.tryParse(words[1]).orElseThrow(), bytes);
            default -> throw new IllegalArgumentException("unknown thing in the trash");
        };
    }
}
