package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.moorage.storage.s3.client.S3Config;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.ObjectSettings;
import dev.moorage.storage.tck.DriverUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rejected values and defaults of {@code storage.s3}. */
class S3ConfigTest {
    @Test
    void aBucketAndARegionAreEnough() {
        S3Config config = Configs.of("bucket", "b", "region", "eu-west-1");
        assertThat(config.chunksize()).isEqualTo(8 << 20);
        assertThat(config.commit()).isEqualTo("copy");
        assertThat(config.checksums()).isEqualTo("when-supported");
        assertThat(S3Drivers.setup(config, DriverUnderTest.context()).settings())
                .isEqualTo(ObjectSettings.OF_THE_BUCKET);
    }

    @Test
    void anotherStoreNeedsNoRegionAndGetsTheChecksumThatEveryStoreKnows() {
        S3Config config = Configs.of("bucket", "b", "regionendpoint", "minio.example:9000");
        assertThat(config.checksums()).isEqualTo("when-required");
    }

    @ParameterizedTest
    @CsvSource({
        "https://abc.r2.cloudflarestorage.com, true",
        "abc.eu.R2.cloudflarestorage.com, true",
        "https://minio.example.org:9000, false",
        "r2.cloudflarestorage.com.example.org, false"
    })
    void partsAreEqualWithR2(String endpoint, boolean equal) {
        assertThat(Configs.of("bucket", "b", "regionendpoint", endpoint).equalparts())
                .isEqualTo(equal);
        assertThat(Configs.of("bucket", "b", "regionendpoint", endpoint, "equalparts", "true")
                        .equalparts())
                .isTrue();
    }

    @Test
    void keysThatExcludeEachOtherAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configs.of(
                        "bucket", "b", "region", "r", "accesskey", "a", "secretkey", "s", "credentialsconfigpath", "f"))
                .withMessageContaining("credentialsconfigpath");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configs.of("bucket", "b", "region", "r", "cafile", "f", "skipverify", "true"))
                .withMessageContaining("cafile");
    }

    @ParameterizedTest
    @CsvSource({
        "https://minio.example:9000, , true",
        "store.example, , true",
        "https://amazonaws.com.example, , true",
        "https://minio.example:9000, false, false",
        "https://s3.eu-west-1.amazonaws.com, , false",
        "S3.CN-NORTH-1.amazonaws.com.cn, , false",
        "https://s3.eu-west-1.amazonaws.com, true, true",
        ", , false"
    })
    void theBucketIsInThePathUnlessTheEndpointIsAmazons(String endpoint, String configured, boolean path) {
        S3Config config = Configs.of(
                "bucket", "b", "region", "eu-west-1", "regionendpoint", endpoint, "forcepathstyle", configured);
        assertThat(config.forcepathstyle()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "region, eu-west-1, bucket",
        "bucket, b, region",
        "accesskey, a, secretkey",
        "sessiontoken, t, sessiontoken",
        "keyid, k, keyid",
        "v4auth, false, v4auth",
        "chunksize, 5242879, chunksize",
        "chunksize, 5368709121, chunksize",
        "multipartcopychunksize, 1, multipartcopychunksize",
        "multipartcopymaxconcurrency, 0, multipartcopymaxconcurrency",
        "multipartcopythresholdsize, 5368709121, multipartcopythresholdsize",
        "partsmemory, -1, partsmemory",
        "storageclass, DEEP_ARCHIVE, storageclass",
        "objectacl, everybody, objectacl",
        "checksums, always, checksums",
        "commit, move, commit",
        "regionendpoint, ftp://example.org, regionendpoint",
        "redirectendpoint, example.org, redirectendpoint",
    })
    void whatCannotBeIsRefusedUnderItsKey(String key, String value, String named) {
        boolean alone = key.equals("region") || key.equals("bucket");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    if (alone) {
                        Configs.of(key, value);
                    } else {
                        Configs.of("bucket", "b", "region", "eu-west-1", key, value);
                    }
                })
                .withMessageContaining(named);
    }

    @Test
    void secretsAreNotPrinted() {
        String text = Configs.of(
                        "bucket",
                        "b",
                        "region",
                        "r",
                        "accesskey",
                        "canary-1",
                        "secretkey",
                        "canary-2",
                        "sessiontoken",
                        "canary-3",
                        "encrypt",
                        "true",
                        "keyid",
                        "canary-4")
                .toString();
        assertThat(text).doesNotContain("canary").contains("bucket=b");
    }

    @Test
    void theSlashesAroundARootDirectoryDoNotMatter() {
        for (String root : new String[] {"a/b", "/a/b", "a/b/", "//a/b//"}) {
            assertThat(Keys.below(root)).isEqualTo(new Keys("a/b/"));
        }
        assertThat(Keys.below("/")).isEqualTo(new Keys(""));
    }
}
