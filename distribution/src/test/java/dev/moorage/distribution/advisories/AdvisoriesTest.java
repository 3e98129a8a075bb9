package dev.moorage.distribution.advisories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.distribution.advisories.Advisories.Component;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvisoriesTest {
    static final Path FILE = Path.of(System.getProperty("basedir", "."), "..", "docs", "advisories.json");

    private final Advisories advisories = Advisories.read(FILE);

    private List<String> of(String name, String version) {
        return advisories.of(List.of(new Component(name, version)));
    }

    @ParameterizedTest
    @CsvSource({
        "org.eclipse.jetty:jetty-http, 12.1.6, GHSA-355h-qmc2-wpwf",
        "org.eclipse.jetty.http2:jetty-http2-common, 12.1.0.beta2, GHSA-mmxm-8w33-wc4h",
        "org.eclipse.jetty:jetty-http, 9.4.57.v20241219, GHSA-355h-qmc2-wpwf",
        "org.eclipse.jetty.http2:jetty-http2-common, 12.0.24, GHSA-mmxm-8w33-wc4h",
        "com.fasterxml.jackson.core:jackson-core, 2.18.5, GHSA-72hv-8253-57qq",
        "tools.jackson.core:jackson-core, 3.1.0-rc1, GHSA-6v53-7c9g-w56r",
        "ch.qos.logback:logback-classic, 1.4.11, GHSA-vmq6-5m68-f53m",
        "io.netty:netty-codec-http2, 4.1.123.Final, GHSA-prj3-ccx8-p6x4",
        "org.bouncycastle:bcprov-jdk18on, 1.84, CVE-2026-59650"
    })
    void aVersionThatIsKnownToBeAffectedIsFound(String name, String version, String id) {
        assertThat(of(name, version)).anySatisfy(found -> assertThat(found).startsWith(id + " ("));
    }

    @ParameterizedTest
    @CsvSource({
        "org.eclipse.jetty:jetty-http, 12.1.14",
        "org.eclipse.jetty.http2:jetty-http2-common, 12.1.14",
        "com.fasterxml.jackson.core:jackson-core, 2.18.11",
        "tools.jackson.core:jackson-core, 3.2.4",
        "ch.qos.logback:logback-classic, 1.6.6",
        "io.netty:netty-codec-http2, 4.1.124.Final",
        "org.bouncycastle:bcprov-jdk18on, 1.86",
        "dev.example:unknown, 1"
    })
    void aVersionThatHasTheFixIsNotFound(String name, String version) {
        assertThat(of(name, version)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.10, 1.9, 1.11, true",
        "1.9, 1.10, , false",
        "2.0.0-rc1, 1.0, 2.0.0, true",
        "2.0.0, 1.0, 2.0.0, false",
        "2.0, 1.0, 2.0.0, false",
        "33.8.0-jre, 0, 33.8.0-jre, false",
        "33.7.9-jre, 0, 33.8.0-jre, true",
        "5, 0, , true"
    })
    void versionsAreInTheOrderOfMaven(String version, String introduced, String fixed, boolean contained) {
        Advisories.Range range = new Advisories.Range(introduced, Optional.ofNullable(fixed), Optional.empty());
        assertThat(range.contains(version)).isEqualTo(contained);
    }

    @Test
    void theLastAffectedVersionIsAffectedAndTheNextIsNot() {
        Advisories.Range range = new Advisories.Range("1.0", Optional.empty(), Optional.of("1.5"));
        assertThat(range.contains("1.5")).isTrue();
        assertThat(range.contains("1.5.1")).isFalse();
    }

    @Test
    void whatIsAcceptedAndWhatIsNotSeriousIsNotFound() {
        List<Advisories.Affected> affected = List.of(
                new Advisories.Affected("a:b", List.of(new Advisories.Range("0", Optional.empty(), Optional.empty()))));
        List<Advisories.Advisory> all = List.of(
                new Advisories.Advisory("GHSA-1", "HIGH", "one", affected),
                new Advisories.Advisory("GHSA-2", "MODERATE", "two", affected),
                new Advisories.Advisory("GHSA-3", "CRITICAL", "three", affected));
        assertThat(new Advisories("2026-11-30", Map.of("GHSA-1", "not used"), all)
                        .of(List.of(new Component("a:b", "1"))))
                .containsExactly("GHSA-3 (CRITICAL): a:b 1, fixed in no version: three");
    }

    @Test
    void theFileHasEachAdvisoryOnceAndAReasonForEachThatIsAccepted() {
        HashSet<String> ids = new HashSet<>();
        for (Advisories.Advisory advisory : advisories.advisories()) {
            assertThat(ids.add(advisory.id())).as(advisory.id()).isTrue();
            assertThat(advisory.affected()).as(advisory.id()).isNotEmpty();
            assertThat(advisory.affected()).allSatisfy(affected -> {
                assertThat(affected.name()).matches("[\\w.-]+:[\\w.-]+");
                assertThat(affected.ranges()).isNotEmpty();
            });
        }
        assertThat(ids).hasSizeGreaterThan(20).containsAll(advisories.accepted().keySet());
        assertThat(advisories.accepted().values()).noneMatch(String::isBlank);
    }
}
