package dev.moorage.benchmarks.jmh;

import dev.moorage.domain.digest.Digest;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.http.exchange.QueryParameters;
import dev.moorage.http.route.Route;
import dev.moorage.http.route.RouteParser;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Benchmarks of the parsers that every request passes through: names, digests, routes and queries. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParsingBenchmark {
    private final RouteParser routes = new RouteParser("/");
    private final String name = "a-team/some_project/service.backend";
    private final String digest = "sha256:" + "0123456789abcdef".repeat(4);
    private final String blobPath = "/v2/" + name + "/blobs/" + digest;
    private final String uploadPath = "/v2/" + name + "/blobs/uploads/6f9619ff-8b86-d011-b42d-00cf4fc964ff";
    private final String manifestPath = "/v2/" + name + "/manifests/1.2.3-alpine";
    private final Optional<String> query = Optional.of("_state=" + "A-_z".repeat(36) + "&digest=" + digest);

    @Benchmark
    public RepositoryName repositoryName() {
        return RepositoryName.parse(name);
    }

    @Benchmark
    public Digest digest() {
        return Digest.parse(digest);
    }

    @Benchmark
    public Route blobRoute() {
        return routes.parse(blobPath);
    }

    @Benchmark
    public Route uploadRoute() {
        return routes.parse(uploadPath);
    }

    @Benchmark
    public Route manifestRoute() {
        return routes.parse(manifestPath);
    }

    @Benchmark
    public QueryParameters uploadQuery() {
        return QueryParameters.parse(query);
    }
}
