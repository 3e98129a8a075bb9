package dev.moorage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.moorage.application.port.in.brokenforarchunit.KnowsPortsOut;
import dev.moorage.application.port.out.brokenforarchunit.KnowsPortsIn;
import dev.moorage.domain.brokenforarchunit.CanBeChanged;
import dev.moorage.domain.brokenforarchunit.DoesEverything;
import dev.moorage.http.brokenforarchunit.KnowsTheStorage;
import dev.moorage.storage.fs.brokenforarchunit.KnowsHttp;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hexagon holds, and its rules can be broken. */
class ArchitectureTest {
    private static final Class<?>[] MANY_SINS = {
        DoesEverything.class,
        CanBeChanged.class,
        KnowsPortsIn.class,
        KnowsPortsOut.class,
        KnowsTheStorage.class,
        KnowsHttp.class,
        dev.moorage.application.brokenforarchunit.KnowsEverything.class
    };

    @Test
    void theClassesOfEveryModuleAreLookedAt() {
        Map<String, String> packages = Modules.PACKAGES;
        for (String root : packages.values()) {
            List<String> found = Modules.CLASSES.stream()
                    .map(JavaClass::getName)
                    .filter(name -> name.startsWith(root + "."))
                    .toList();
            assertThat(found).as(root).hasSizeGreaterThan(7);
        }
        assertThat(Modules.CLASSES.stream().map(JavaClass::getName))
                .noneMatch(name -> name.contains("brokenforarchunit"));
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleHolds(Rules rule) {
        assertThat(rule.rule().evaluate(Modules.CLASSES).getFailureReport().getDetails())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleFailsOnAClassThatBreaksIt(Rules rule) {
        Map<Rules, Integer> broken = new EnumMap<>(Rules.class);
        broken.put(
                rule,
                rule.rule()
                        .evaluate(Modules.broken(MANY_SINS))
                        .getFailureReport()
                        .getDetails()
                        .size());
        assertThat(broken.get(rule)).as(rule.name()).isPositive();
    }
}
