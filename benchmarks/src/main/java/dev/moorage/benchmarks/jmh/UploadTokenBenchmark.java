package dev.moorage.benchmarks.jmh;

import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.application.service.upload.token.UploadTokens;
import dev.moorage.domain.digest.DigestAlgorithm;
import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import dev.moorage.domain.upload.UploadToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Benchmarks of the token in each upload location. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UploadTokenBenchmark {
    private final UploadTokens tokens = new UploadTokens(new TokenSecrets(List.of(new byte[32])));
    private final UploadToken token = new UploadToken(
            new RepositoryName("a-team/some_project/service.backend"),
            new UploadId(new UUID(0x6f9619ff8b86d011L, 0xb42d00cf4fc964ffL)),
            123_456_789,
            7,
            Instant.ofEpochMilli(1_700_000_000_000L),
            DigestAlgorithm.SHA256);
    private final String state = tokens.sign(token, "");

    @Benchmark
    public String sign() {
        return tokens.sign(token, "");
    }

    @Benchmark
    public Optional<UploadToken> verify() {
        return tokens.verify(state);
    }
}
