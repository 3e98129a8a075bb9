package dev.moorage.domain.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.garbage.Verdict.Condemned;
import dev.moorage.domain.garbage.Verdict.Removing;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocketFormatTest {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);
    private static final Segment SEGMENT = new Segment(
            42,
            Map.of(
                    new Removable.Blob(Digest.parse(DIGEST)),
                    new Condemned(0xA1),
                    new Removable.BlobLink(new RepositoryName("team/app"), Digest.parse(DIGEST)),
                    new Removing(-1, Instant.parse("2026-11-30T08:00:00Z"))));

    @Test
    void aSegment_isWrittenAsSortedLines() {
        assertThat(SegmentFormat.format(SEGMENT)).isEqualTo("""
                moorage-docket 1
                generation 42
                condemned 00000000000000a1 blob %s
                removing ffffffffffffffff 2026-11-30T08:00:00Z link %s team/app
                end 3
                """.formatted(DIGEST, DIGEST));
    }

    @Test
    void anySegment_isReadAsItWasWritten() {
        long seed = Long.getLong("moorage.docket.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            Segment segment = segment(random);
            assertThat(SegmentFormat.parse(SegmentFormat.format(segment)))
                    .as("seed " + seed)
                    .contains(segment);
        }
    }

    private static Segment segment(Random random) {
        Map<Removable, Verdict> verdicts = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            DigestAlgorithm algorithm = DigestAlgorithm.values()[random.nextInt(DigestAlgorithm.values().length)];
            StringBuilder hex = new StringBuilder();
            while (hex.length() < algorithm.hexLength()) {
                hex.append(Character.forDigit(random.nextInt(16), 16));
            }
            Digest digest = new Digest(algorithm, hex.toString());
            RepositoryName repository = new RepositoryName("r" + random.nextInt(3) + "/x");
            Removable object = switch (random.nextInt(4)) {
                case 0 -> new Removable.Blob(digest);
                case 1 -> new Removable.BlobLink(repository, digest);
                case 2 -> new Removable.ManifestRevision(repository, digest);
                default -> new Removable.TagLink(repository, new Tag("v" + random.nextInt(100)));
            };
            Instant until = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
            verdicts.put(
                    object,
                    random.nextBoolean() ? new Condemned(random.nextLong()) : new Removing(random.nextLong(), until));
        }
        return new Segment(random.nextLong(Long.MAX_VALUE), verdicts);
    }

    @Test
    void aSegmentThatWasCutOff_isNotRead() {
        String text = SegmentFormat.format(SEGMENT);
        for (int length = 0; length < text.length(); length++) {
            assertThat(SegmentFormat.parse(text.substring(0, length))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "moorage-docket 2\ngeneration 1\nend 1\n",
                "moorage-docket 1\ngeneration 1\nexiled 00000000000000a1 tag v1 a/b\nend 2\n",
                "moorage-docket 1\ngeneration 1\ncondemned 00000000000000a1 label v1 a/b\nend 2\n",
                "moorage-docket 1\ngeneration 1\ncondemned a1 tag v1 a/b\nend 2\n",
                "moorage-docket 1\ngeneration 1\ncondemned 00000000000000a1 tag v1 a/b more\nend 2\n",
                "moorage-docket 1\ngeneration 1\ncondemned 00000000000000a1 tag v1 A/b\nend 2\n",
                "moorage-docket 1\ngeneration 1\nremoving 00000000000000a1 today tag v1 a/b\nend 2\n",
                "moorage-docket 1\ngeneration 1\nremoving\nend 2\n",
                "moorage-docket 1\ngeneration 1\n\nend 2\n",
                "moorage-docket 1\ngeneration -1\nend 1\n",
                "moorage-docket 1\ngeneration 01\nend 1\n",
                "moorage-docket 1\ngeneration 1\nend 2\n",
                "moorage-docket 1\ngeneration 1\nend 1\n\n",
                "moorage-docket 1\nend 0\n",
                "moorage-docket 1\ngeneration 1\ncondemned 00000000000000a1 tag v1 a/b\n"
                        + "condemned 00000000000000a2 tag v1 a/b\nend 3\n",
                ""
            })
    void aSegmentOfAnotherVersionOrForm_isNotRead(String text) {
        assertThat(SegmentFormat.parse(text)).isEmpty();
    }

    @Test
    void aHead_isReadAsItWasWritten() {
        DocketHead head = DocketHead.EMPTY.publishing(0, 7).publishing(255, Long.MAX_VALUE);
        assertThat(DocketHeadFormat.format(head))
                .isEqualTo("moorage-docket-head 1\n0 7\n255 9223372036854775807\nend 2\n");
        assertThat(DocketHeadFormat.parse(DocketHeadFormat.format(head))).contains(head);
        assertThat(DocketHeadFormat.parse(DocketHeadFormat.format(DocketHead.EMPTY)))
                .contains(DocketHead.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "moorage-docket-head 2\nend 0\n",
                "moorage-docket-head 1\n256 1\nend 1\n",
                "moorage-docket-head 1\n1 0\nend 1\n",
                "moorage-docket-head 1\n1 5\n1 6\nend 2\n",
                "moorage-docket-head 1\n1 5 6\nend 1\n",
                "moorage-docket-head 1\n1\nend 1\n",
                "moorage-docket-head 1\n1 5\nend 0\n",
                "moorage-docket-head 1\n"
            })
    void aHeadOfAnotherVersionOrForm_isNotRead(String text) {
        assertThat(DocketHeadFormat.parse(text)).isEmpty();
    }

    @Test
    void aGenerationInAHead_neverGoesBack() {
        DocketHead head = DocketHead.EMPTY.publishing(3, 7);
        assertThat(head.publishing(3, 6).published(3)).isEqualTo(7);
        assertThat(head.publishing(3, 8).published(3)).isEqualTo(8);
    }
}
