package dev.moorage.domain.garbage;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.Removable.Blob;
import dev.moorage.domain.garbage.Removable.BlobLink;
import dev.moorage.domain.garbage.Removable.ManifestRevision;
import dev.moorage.domain.garbage.Removable.TagLink;
import dev.moorage.domain.garbage.Verdict.Condemned;
import dev.moorage.domain.garbage.Verdict.Removing;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The text of a segment of the docket, version 1: a line with the generation, and a line for each verdict, such as
 * {@code removing <round> <until> link <digest> <repository>}. Rounds are 16 hexadecimal digits, and times are ISO 8601
 * in UTC.
 */
public final class SegmentFormat {
    private static final String FIRST = "moorage-docket 1";
    private static final String GENERATION = "generation ";
    private static final HexFormat HEX = HexFormat.of();

    private SegmentFormat() {}

    /** Returns the text of a segment. Verdicts are sorted, so that equal segments have equal texts. */
    public static String format(Segment segment) {
        List<String> lines = new ArrayList<>();
        segment.verdicts().forEach((object, verdict) -> lines.add(write(verdict) + write(object)));
        lines.sort(null);
        lines.addFirst(GENERATION + segment.generation());
        return DocketLines.format(FIRST, lines);
    }

    private static String write(Verdict verdict) {
        return switch (verdict) {
            case Condemned(long round) -> "condemned " + HEX.toHexDigits(round);
            case Removing(long round, Instant until) -> "removing " + HEX.toHexDigits(round) + " " + until;
        };
    }

    private static String write(Removable object) {
        return switch (object) {
            case Blob(Digest digest) -> " blob " + digest;
            case BlobLink(RepositoryName repository, Digest digest) -> " link " + digest + " " + repository;
            case ManifestRevision(RepositoryName repository, Digest digest) -> " revision " + digest + " " + repository;
            case TagLink(RepositoryName repository, Tag tag) -> " tag " + tag + " " + repository;
        };
    }

    /**
     * Parses a segment. The result is empty if the text has another version or form. The caller then neither answers a
     * push nor removes anything.
     */
    public static Optional<Segment> parse(String text) {
        return DocketLines.parse(FIRST, text).flatMap(SegmentFormat::read);
    }

    private static Optional<Segment> read(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().startsWith(GENERATION)) {
            return Optional.empty();
        }
        Map<Removable, Verdict> verdicts = new HashMap<>();
        try {
            for (String line : lines.subList(1, lines.size())) {
                String[] words = line.split(" ", -1);
                int object = words[0].equals("removing") ? 3 : 2;
                if (verdicts.put(object(words, object), verdict(words)) != null) {
                    return Optional.empty();
                }
            }
        } catch (DateTimeException | IllegalArgumentException | NoSuchElementException _) {
            return Optional.empty();
        }
        return DocketLines.number(lines.getFirst().substring(GENERATION.length()))
                .map(generation -> new Segment(generation, verdicts));
    }

    private static Verdict verdict(String[] words) {
        if (words[1].length() != Long.BYTES * 2) {
            throw new IllegalArgumentException("not a round");
        }
        long round = HexFormat.fromHexDigitsToLong(words[1]);
        return switch (words[0]) {
            case "condemned" -> new Condemned(round);
            case "removing" -> new Removing(round, Instant.parse(words[2]));
            default -> throw new IllegalArgumentException("unknown verdict");
        };
    }

    private static Removable object(String[] words, int at) {
        int count = words.length - at;
        if (count == 2 && words[at].equals("blob")) {
            return new Blob(digest(words[at + 1]));
        }
        if (count != 3) {
            throw new IllegalArgumentException("not a verdict");
        }
        RepositoryName repository = repository(words[at + 2]);
        return switch (words[at]) {
            case "link" -> new BlobLink(repository, digest(words[at + 1]));
            case "revision" -> new ManifestRevision(repository, digest(words[at + 1]));
            case "tag" -> new TagLink(repository, new Tag(words[at + 1]));
            default -> throw new IllegalArgumentException("unknown object");
        };
    }

    private static Digest digest(String text) {
        return Digest.tryParse(text).orElseThrow();
    }

    private static RepositoryName repository(String text) {
        return RepositoryName.tryParse(text).orElseThrow();
    }
}
