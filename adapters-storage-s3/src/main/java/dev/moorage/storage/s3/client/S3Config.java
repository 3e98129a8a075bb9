package dev.moorage.storage.s3.client;

import dev.moorage.storage.s3.request.Limits;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code storage.s3} of Distribution's configuration, with some keys of Moorage's own. Sizes are in bytes.
 *
 * @param accesskey goes with {@code secretkey}. Without both, the client library looks for credentials in the environment,
 *     in profiles, and in the machine or container that it runs on.
 * @param sessiontoken the session token of temporary credentials
 * @param region may be left out with {@code regionendpoint}
 * @param regionendpoint the URL of a store that is not Amazon's, or its host and port
 * @param forcepathstyle whether the bucket is in the URL's path and not in its host. The default is true with a
 *     {@code regionendpoint} that is not Amazon's.
 * @param encrypt whether the store encrypts what is written
 * @param keyid the key of a key management service for the encryption
 * @param secure whether an endpoint without a scheme uses HTTPS, true by default
 * @param skipverify whether every certificate of the store is accepted
 * @param v4auth must be true, since this client implements no older signatures
 * @param chunksize the size of an upload's first parts, at least 5 MiB, 8 MiB by default
 * @param multipartcopychunksize how many bytes of a large blob one request copies
 * @param multipartcopymaxconcurrency the maximum number of copy requests that one commit sends at the same time
 * @param multipartcopythresholdsize a blob up to this size is copied by one request
 * @param rootdirectory the prefix of all keys
 * @param storageclass the storage class of what is written. {@code NONE} or no value leaves it to the bucket.
 * @param useragent is sent before the client library's own user agent
 * @param objectacl a canned ACL. No value leaves it to the bucket, as buckets with disabled ACLs require.
 * @param loglevel is accepted for compatibility. The logging configuration sets what the client library logs.
 * @param redirectendpoint the URL at which clients reach the store, if it is not the one that the server uses
 * @param checksums {@code when-supported} sends and verifies CRC-32C. {@code when-required} sends Content-MD5, for stores
 *     that implement nothing else. The default is {@code when-supported} with Amazon's store and {@code when-required} with
 *     {@code regionendpoint}.
 * @param equalparts whether all parts of a multipart upload except the last have one size. The default is true with
 *     Cloudflare R2.
 * @param credentialsconfigpath a file of profiles with the credentials, in the format of {@code ~/.aws/config}
 * @param cafile PEM certificates of authorities that are trusted in addition to those of Java
 * @param commit {@code copy} or {@code reference}
 * @param partsmemory the memory for all parts on their way to the store. Parts beyond it are spooled to disk.
 * @param spooldirectory the directory for spooled parts
 */
public record S3Config(
        @Nullable String accesskey,
        @Nullable String secretkey,
        @Nullable String sessiontoken,
        @Nullable String region,
        @Nullable String regionendpoint,
        @Nullable Boolean forcepathstyle,
        @Nullable String bucket,
        @Nullable Boolean encrypt,
        @Nullable String keyid,
        @Nullable Boolean secure,
        @Nullable Boolean skipverify,
        @Nullable Boolean v4auth,
        @Nullable Long chunksize,
        @Nullable Long multipartcopychunksize,
        @Nullable Integer multipartcopymaxconcurrency,
        @Nullable Long multipartcopythresholdsize,
        @Nullable String rootdirectory,
        @Nullable String storageclass,
        @Nullable String useragent,
        @Nullable String objectacl,
        @Nullable Boolean usedualstack,
        @Nullable Boolean accelerate,
        @Nullable Boolean usefipsendpoint,
        @Nullable String loglevel,
        @Nullable String redirectendpoint,
        @Nullable String checksums,
        @Nullable Boolean equalparts,
        @Nullable String credentialsconfigpath,
        @Nullable String cafile,
        @Nullable String commit,
        @Nullable Long partsmemory,
        @Nullable String spooldirectory) {
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
