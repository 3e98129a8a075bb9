package dev.moorage.distribution.advisories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.distribution.advisories.Advisories.Component;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the components of the package, by its bill of materials, with the known advisories. */
@DisabledIfSystemProperty(
        named = "moorage.skipChecks",
        matches = "true",
        disabledReason = "a quick build makes no bill of materials")
class ShippedAdvisoriesIT {
    private static List<Component> shipped() {
        Path bill = Path.of(Objects.requireNonNull(System.getProperty("moorage.billOfMaterials")));
        List<Component> components = new ArrayList<>();
        for (JsonNode component : JsonMapper.builder().build().readTree(bill).path("components")) {
            String name = component.path("group").asString() + ":"
                    + component.path("name").asString();
            components.add(new Component(name, component.path("version").asString()));
        }
        return components;
    }

    @Test
    void nothingThatIsShippedHasAKnownAdvisoryOfHighSeverity() {
        List<Component> shipped = shipped();
        assertThat(shipped)
                .hasSizeGreaterThan(50)
                .extracting(Component::name)
                .contains("org.eclipse.jetty:jetty-server", "tools.jackson.core:jackson-databind");
        assertThat(Advisories.read(AdvisoriesTest.FILE).of(shipped)).isEmpty();
    }

    @Test
    void aShippedComponentOfAnOlderVersionIsFound() {
        List<Component> shipped = shipped();
        shipped.add(new Component("org.eclipse.jetty:jetty-http", "12.1.6"));
        assertThat(Advisories.read(AdvisoriesTest.FILE).of(shipped))
                .anySatisfy(found -> assertThat(found).contains("jetty-http 12.1.6, fixed in 12.1.7"));
    }
}
