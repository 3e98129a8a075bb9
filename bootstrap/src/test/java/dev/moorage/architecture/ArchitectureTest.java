package dev.moorage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hexagon holds, and each of its rules finds a class that breaks it. */
class ArchitectureTest {
    private static final String BASE = "dev.moorage";
    private static final String VIOLATIONS = "dev.moorage.architecture.violations";

    static Set<String> rules() {
        return Rules.below(BASE).keySet();
    }

    @Test
    void theClassesOfEveryModuleAreImported() {
        for (String root : Modules.PACKAGES.values()) {
            List<String> found = Modules.CLASSES.stream()
                    .map(JavaClass::getName)
                    .filter(name -> name.startsWith(root + "."))
                    .toList();
            assertThat(found).as(root).hasSizeGreaterThan(1);
        }
        assertThat(Modules.CLASSES.stream().map(JavaClass::getName)).noneMatch(name -> name.startsWith(VIOLATIONS));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleHolds(String rule) {
        assertThat(violations(rule, BASE, false)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleFailsOnAClassThatBreaksIt(String rule) {
        assertThat(violations(rule, VIOLATIONS, true)).isNotEmpty();
    }

    private static List<String> violations(String rule, String base, boolean planted) {
        return Rules.below(base)
                .get(rule)
                .evaluate(planted ? Modules.VIOLATIONS : Modules.CLASSES)
                .getFailureReport()
                .getDetails();
    }
}
