package dev.moorage.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenResourcesTest {
    private final List<String> closed = new ArrayList<>();
    private final OpenResources resources = new OpenResources();

    private AutoCloseable resource(String name) {
        return () -> {
            closed.add(name);
            if (name.startsWith("failing")) {
                throw new IOException(name);
            }
        };
    }

    @Test
    void resourcesAreClosedInTheReverseOrderAlsoAfterAFailure() {
        resources.add(resource("storage"));
        resources.add(resource("failing access"));
        resources.add(resource("failing tls"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(resources::close)
                .withMessage("failing tls")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThat(closed).containsExactly("failing tls", "failing access", "storage");
    }

    @Test
    void resourcesThatAreClosedTwiceAreClosedOnce() throws IOException {
        resources.add(resource("storage"));
        resources.close();
        resources.close();
        assertThat(closed).containsExactly("storage");
    }
}
