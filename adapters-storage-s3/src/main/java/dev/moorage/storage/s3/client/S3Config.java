package dev.moorage.storage.s3.client;

import dev.moorage.storage.s3.request.Limits;
import dev.moorage.storage.spi.config.ConfigKey;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code storage.s3} of Distribution's configuration, with some keys of Moorage's own. Sizes are in bytes.
 */
public record S3Config(
        @ConfigKey(
                description =
                        "goes with secretkey. Without both, credentials are looked for in the environment, in profiles, and in the machine or container")
        @Nullable
        String accesskey,

        @ConfigKey(description = "the secret of accesskey") @Nullable
        String secretkey,

        @ConfigKey(description = "the session token of temporary credentials") @Nullable
        String sessiontoken,

        @ConfigKey(description = "may be left out with regionendpoint") @Nullable
        String region,

        @ConfigKey(description = "the URL of a store that is not Amazon's, or its host and port") @Nullable
        String regionendpoint,

        @ConfigKey(
                description =
                        "whether the bucket is in the URL's path and not in its host. The default is true with a regionendpoint that is not Amazon's")
        @Nullable
        Boolean forcepathstyle,

        @ConfigKey(description = "the bucket, which must exist") @Nullable
        String bucket,

        @ConfigKey(description = "whether the store encrypts what is written") @Nullable
        Boolean encrypt,

        @ConfigKey(description = "the key of a key management service for the encryption") @Nullable
        String keyid,

        @ConfigKey(description = "whether an endpoint without a scheme uses HTTPS, true by default") @Nullable
        Boolean secure,

        @ConfigKey(description = "whether every certificate of the store is accepted") @Nullable
        Boolean skipverify,

        @ConfigKey(description = "must be true, since this client implements no older signatures") @Nullable
        Boolean v4auth,

        @ConfigKey(description = "the size of an upload's first parts, at least 5 MiB, 8 MiB by default") @Nullable
        Long chunksize,

        @ConfigKey(description = "how many bytes of a large blob one request copies") @Nullable
        Long multipartcopychunksize,

        @ConfigKey(description = "the maximum number of copy requests that one commit sends at the same time") @Nullable
        Integer multipartcopymaxconcurrency,

        @ConfigKey(description = "a blob up to this size is copied by one request") @Nullable
        Long multipartcopythresholdsize,

        @ConfigKey(description = "the prefix of all keys") @Nullable
        String rootdirectory,

        @ConfigKey(description = "the storage class of what is written. NONE or no value leaves it to the bucket")
        @Nullable
        String storageclass,

        @ConfigKey(description = "is sent before the client library's own user agent") @Nullable
        String useragent,

        @ConfigKey(
                description = "a canned ACL. No value leaves it to the bucket, as buckets with disabled ACLs require")
        @Nullable
        String objectacl,

        @ConfigKey(description = "whether hosts of the store with IPv6 are used") @Nullable
        Boolean usedualstack,

        @ConfigKey(description = "whether Amazon's transfer acceleration is used") @Nullable
        Boolean accelerate,

        @ConfigKey(description = "whether hosts of the store with FIPS are used") @Nullable
        Boolean usefipsendpoint,

        @ConfigKey(
                description =
                        "is accepted for compatibility. The logging configuration sets what the client library logs")
        @Nullable
        String loglevel,

        @ConfigKey(description = "the URL at which clients reach the store, if it is not the one that the server uses")
        @Nullable
        String redirectendpoint,

        @ConfigKey(
                description =
                        "when-supported sends and verifies CRC-32C. when-required sends Content-MD5, for stores that implement nothing else. The default is when-supported with Amazon's store and when-required with regionendpoint")
        @Nullable
        String checksums,

        @ConfigKey(
                description =
                        "whether all parts of a multipart upload except the last have one size. The default is true with Cloudflare R2")
        @Nullable
        Boolean equalparts,

        @ConfigKey(description = "a file of profiles with the credentials, in the format of ~/.aws/config") @Nullable
        String credentialsconfigpath,

        @ConfigKey(description = "PEM certificates of authorities that are trusted in addition to those of Java")
        @Nullable
        String cafile,

        @ConfigKey(description = "copy or reference") @Nullable
        String commit,

        @ConfigKey(
                description = "the memory for all parts on their way to the store. Parts beyond it are spooled to disk")
        @Nullable
        Long partsmemory,

        @ConfigKey(description = "the directory for spooled parts") @Nullable
        String spooldirectory) {
    public static final String WHEN_SUPPORTED = "when-supported";
    public static final String WHEN_REQUIRED = "when-required";
    public static final String COPY = "copy";
    public static final String REFERENCE = "reference";

    private static final Set<String> ACLS = Set.of(
            "private",
            "public-read",
            "public-read-write",
            "authenticated-read",
            "aws-exec-read",
            "bucket-owner-read",
            "bucket-owner-full-control");
    private static final Set<String> STORAGE_CLASSES = Set.of(
            "NONE",
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "OUTPOSTS",
            "GLACIER_IR",
            "EXPRESS_ONEZONE");

    public S3Config {
        require(bucket != null && !bucket.isBlank(), "bucket", "is missing");
        require(
                isGiven(region) || isGiven(regionendpoint),
                "region",
                "is missing, and there is no regionendpoint either");
        require(isGiven(accesskey) == isGiven(secretkey), "accesskey", "and secretkey are only of use together");
        require(!isGiven(sessiontoken) || isGiven(accesskey), "sessiontoken", "needs accesskey and secretkey");
        require(!isGiven(keyid) || Boolean.TRUE.equals(encrypt), "keyid", "needs encrypt: true");
        require(!Boolean.FALSE.equals(v4auth), "v4auth", "cannot be false: there is no other way to sign here");
        Endpoint.require("regionendpoint", regionendpoint, false);
        Endpoint.require("redirectendpoint", redirectendpoint, true);
        require(
                !Boolean.TRUE.equals(accelerate) || !isGiven(regionendpoint),
                "accelerate",
                "is Amazon's own, and excludes regionendpoint");
        chunksize = between("chunksize", chunksize, 8 * Limits.MIB, Limits.SMALLEST_PART, Limits.LARGEST_PART);
        multipartcopychunksize = between(
                "multipartcopychunksize",
                multipartcopychunksize,
                32 * Limits.MIB,
                Limits.SMALLEST_PART,
                Limits.LARGEST_PART / 2);
        multipartcopythresholdsize = between(
                "multipartcopythresholdsize", multipartcopythresholdsize, 32 * Limits.MIB, 0, Limits.LARGEST_PART);
        multipartcopymaxconcurrency =
                (int) between("multipartcopymaxconcurrency", asLong(multipartcopymaxconcurrency), 100, 1, 10_000);
        partsmemory = between("partsmemory", partsmemory, 64 * Limits.MIB, 0, Long.MAX_VALUE);
        rootdirectory = or(rootdirectory, "");
        storageclass = or(storageclass, "NONE").toUpperCase(Locale.ROOT);
        requireOneOf("storageclass", storageclass, STORAGE_CLASSES);
        if (objectacl != null && !objectacl.isBlank()) {
            requireOneOf("objectacl", objectacl, ACLS);
        }
        if (forcepathstyle == null) {
            forcepathstyle = isGiven(regionendpoint) && !Endpoint.isAmazons(regionendpoint);
        }
        checksums = or(checksums, isGiven(regionendpoint) ? WHEN_REQUIRED : WHEN_SUPPORTED);
        requireOneOf("checksums", checksums, Set.of(WHEN_REQUIRED, WHEN_SUPPORTED));
        equalparts = equalparts == null ? Boolean.valueOf(Endpoint.isR2(regionendpoint)) : equalparts;
        require(
                !isGiven(credentialsconfigpath) || !isGiven(accesskey),
                "credentialsconfigpath",
                "and accesskey exclude each other");
        require(!isGiven(cafile) || !Boolean.TRUE.equals(skipverify), "cafile", "is of no use with skipverify: true");
        commit = or(commit, COPY);
        requireOneOf("commit", commit, Set.of(COPY, REFERENCE));
        spooldirectory = or(spooldirectory, System.getProperty("java.io.tmpdir"));
    }

    private static boolean isGiven(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static void require(boolean holds, String key, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(key + " " + problem);
        }
    }

    private static void requireOneOf(String key, String value, Set<String> known) {
        require(
                known.contains(value),
                key,
                "is none of " + known.stream().sorted().toList());
    }

    private static @Nullable Long asLong(@Nullable Integer value) {
        return value == null ? null : Long.valueOf(value);
    }

    private static long between(String key, @Nullable Long value, long otherwise, long least, long most) {
        long chosen = value == null ? otherwise : value;
        require(chosen >= least && chosen <= most, key, "is not between " + least + " and " + most);
        return chosen;
    }

    /** Returns the configuration without secrets. */
    @Override
    public String toString() {
        return "S3Config[bucket=" + bucket + ", region=" + region + ", rootdirectory=" + rootdirectory + ", commit="
                + commit + "]";
    }
}
