package dev.moorage.domain.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.garbage.TrashRecord.By;
import dev.moorage.domain.garbage.Trashed.TrashedLink;
import dev.moorage.domain.garbage.Trashed.TrashedRevision;
import dev.moorage.domain.garbage.Trashed.TrashedTag;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.name.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrashFormatTest {
    private static final Digest DIGEST = Digest.parse("sha256:" + "0a".repeat(32));
    private static final Digest ALIAS = Digest.parse("sha512:" + "0b".repeat(64));
    private static final TrashRecord RECORD = new TrashRecord(
            new RepositoryName("team/app"),
            By.CLIENT,
            List.of(
                    new TrashedLink(ALIAS, DIGEST),
                    new TrashedRevision(DIGEST, DIGEST),
                    new TrashedRevision(DIGEST, DIGEST, Optional.of(Instant.parse("2026-11-30T14:19:01.110Z"))),
                    new TrashedTag(new Tag("v1"), DIGEST)));
    private static final String TEXT = """
            moorage-trash 1
            repository team/app
            by client
            link %s %s
            revision %s %s
            revision %s %s 2026-11-30T14:19:01.110Z
            tag v1 %s
            end 6
            """.formatted(ALIAS, DIGEST, DIGEST, DIGEST, DIGEST, DIGEST, DIGEST);

    @Test
    void aRecordIsWrittenAsLinesAndReadAgain() {
        assertThat(TrashFormat.format(RECORD)).isEqualTo(TEXT);
        assertThat(TrashFormat.parse(TEXT)).contains(RECORD);
    }

    @Test
    void aRecordThatWasCutOffAnywhereIsNotRead() {
        for (int length = 0; length < TEXT.length(); length++) {
            assertThat(TrashFormat.parse(TEXT.substring(0, length))).isEmpty();
        }
    }

    @Test
    void aTimeIsOneWordOfALinkOrAManifest() {
        String time = "2026-11-30T14:19:01.110Z";
        for (String other : List.of("yesterday", "", time + " ", time + " " + time)) {
            assertThat(TrashFormat.parse(TEXT.replace(" " + time, " " + other))).isEmpty();
        }
        assertThat(TrashFormat.parse(TEXT.replace("tag v1 " + DIGEST, "tag v1 " + DIGEST + " " + time)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "moorage-trash 2",
                "repository A",
                "repository",
                "by somebody",
                "by CLIENT",
                "link sha256:1",
                "other v1",
                "tag !"
            })
    void aRecordOfAnotherFormIsNotRead(String line) {
        String first = line.split(" ", -1)[0];
        String other = TEXT.replaceFirst("(?m)^" + (first.equals("other") ? "tag v1" : first + " [^ \\n]*"), line);
        assertThat(other).isNotEqualTo(TEXT);
        assertThat(TrashFormat.parse(other)).isEmpty();
    }
}
