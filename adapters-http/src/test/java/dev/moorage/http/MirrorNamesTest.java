package dev.moorage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moorage.domain.error.RegistryException;
import dev.moorage.http.route.MirroredRegistries;
import dev.moorage.http.route.MirroredRegistries.Mirrored;
import dev.moorage.http.route.Route;
import dev.moorage.http.route.RouteParser;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that all ways to name a mirrored registry lead to one repository, and that no other name leads anywhere. */
class MirrorNamesTest {
    private static final Set<String> OWN = Set.of("mirror.example", "mirror.example:5000");
    private final MirroredRegistries mirrored = new MirroredRegistries(List.of(
            new Mirrored("docker.io", Set.of("docker.io", "registry-1.docker.io"), Set.of("hub.example")),
            new Mirrored("lab", Set.of("lab", "lab.example:5000"), Set.of())));
    private final RouteParser parser = new RouteParser("/", Optional.of("/ui/"), mirrored);

    private Route resolve(String method, String path, String host, String... ns) {
        Route route = parser.parse(path);
        return mirrored.resolve(route, mirrored.source(method, route, List.of(ns), OWN), host);
    }

    private static String name(Route route) {
        return ((Route.OfRepository) route).name().value();
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/docker.io/library/alpine/manifests/3, mirror.example,, docker.io/library/alpine",
        "/v2/docker.io/alpine/manifests/3, mirror.example,, docker.io/library/alpine",
        "/v2/library/alpine/manifests/3, mirror.example, docker.io, docker.io/library/alpine",
        "/v2/alpine/manifests/3, mirror.example, Registry-1.Docker.io, docker.io/library/alpine",
        "/v2/docker.io/library/alpine/manifests/3, mirror.example, docker.io, docker.io/library/alpine",
        "/v2/library/alpine/manifests/3, HUB.example,, docker.io/library/alpine",
        "/v2/docker.io/library/alpine/manifests/3, hub.example,, docker.io/library/alpine",
        "/docker.io/v2/library/alpine/manifests/3, mirror.example,, docker.io/library/alpine",
        "/docker.io/v2/library/alpine/manifests/3, mirror.example, docker.io, docker.io/library/alpine",
        "/v2/tool/tags/list, mirror.example, lab.example:5000, lab/tool",
        "/v2/tool/tags/list, hub.example, lab, lab/tool",
        "/v2/lab/tool/tags/list, mirror.example,, lab/tool",
        "/v2/alpine/manifests/3, mirror.example, mirror.example:5000, alpine",
        "/v2/alpine/manifests/3, mirror.example, MIRROR.example, alpine",
        "/v2/alpine/manifests/3, mirror.example,, alpine",
        "/v2/docker.iox/alpine/manifests/3, mirror.example,, docker.iox/alpine"
    })
    void aRepositoryHasOneName(String path, String host, String ns, String name) {
        String[] values = ns == null ? new String[0] : new String[] {ns};
        assertThat(name(resolve("GET", path, host, values))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"quay.io", "169.254.169.254", "lab.example", "docker.io:5000", "docker.io/", "mirror.example:1"})
    void anUnknownNameIsUnknown(String ns) {
        assertThatThrownBy(() -> resolve("HEAD", "/v2/library/alpine/manifests/3", "mirror.example", ns))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.code().name()).isEqualTo("NAME_UNKNOWN"));
    }

    @Test
    void severalNamesAreRefused() {
        assertThatThrownBy(() -> resolve("GET", "/v2/a/tags/list", "mirror.example", "docker.io", "docker.io"))
                .isInstanceOf(RegistryException.class);
    }

    @Test
    void aWriteDoesNotReadTheParameterButHasTheHost() {
        assertThat(name(resolve("PUT", "/v2/alpine/manifests/3", "mirror.example", "quay.io")))
                .isEqualTo("alpine");
        assertThat(name(resolve("PUT", "/v2/alpine/manifests/3", "hub.example")))
                .isEqualTo("docker.io/library/alpine");
    }

    @Test
    void whatIsOfNoRepositoryIsNotChanged() {
        assertThat(resolve("GET", "/v2/", "hub.example", "x.example")).isInstanceOf(Route.Base.class);
        assertThat(resolve("GET", "/docker.io/v2/", "mirror.example")).isInstanceOf(Route.Base.class);
        assertThat(resolve("GET", "/docker.io/v2/_catalog", "mirror.example")).isInstanceOf(Route.None.class);
        assertThat(name(resolve("GET", "/v2/_moorage/tags/alpine", "hub.example", "x.example")))
                .isEqualTo("alpine");
    }

    @Test
    void aWholeRegistryWithoutNamesDoesNotReadTheParameter() {
        MirroredRegistries whole = new MirroredRegistries(List.of(new Mirrored("", Set.of(), Set.of())));
        Route route = parser.parse("/v2/alpine/tags/list");
        assertThat(whole.source("GET", route, List.of("quay.io"), OWN)).isEmpty();
        assertThat(name(whole.resolve(route, Optional.empty(), "mirror.example")))
                .isEqualTo("alpine");
    }

    @Test
    void aNameThatIsTooLongWithItsPrefixIsRefused() {
        assertThatThrownBy(() -> resolve("GET", "/v2/" + "a".repeat(250) + "/tags/list", "mirror.example", "docker.io"))
                .isInstanceOf(RegistryException.class);
    }
}
