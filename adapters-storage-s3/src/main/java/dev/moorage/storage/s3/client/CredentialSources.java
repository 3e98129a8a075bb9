package dev.moorage.storage.s3.client;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;

/**
 * Finds the credentials for the store. The keys of the configuration come first, then its file of profiles, and then the
 * first of these that is present:
 *
 * <ol>
 *   <li>the variables {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and {@code AWS_SESSION_TOKEN}
 *   <li>a web identity: {@code AWS_ROLE_ARN} and {@code AWS_WEB_IDENTITY_TOKEN_FILE}
 *   <li>a profile: {@code AWS_PROFILE}, {@code ~/.aws/credentials} and {@code ~/.aws/config}, or the files of
 *       {@code AWS_SHARED_CREDENTIALS_FILE} and {@code AWS_CONFIG_FILE}, including {@code role_arn}
 *   <li>a container's role: {@code AWS_CONTAINER_CREDENTIALS_FULL_URI} or {@code AWS_CONTAINER_CREDENTIALS_RELATIVE_URI}
 *   <li>an instance's role, by version 2 of its metadata service
 * </ol>
 *
 * Credentials that expire are renewed in time. Files are read again when they change.
 */
public final class CredentialSources {
    private final S3Config config;
    private final TokenService tokens;
    private final String profile;

    public CredentialSources(S3Config config, TokenService tokens, Map<String, String> environment) {
        this.config = config;
        this.tokens = tokens;
        this.profile = environment.getOrDefault("AWS_PROFILE", "default");
    }

    /**
     * Returns the provider of the configured or discovered credentials.
     *
     * @throws IOException when the file that the configuration names cannot be read, or when profiles refer to each other
     */
    public AwsCredentialsProvider provider() throws IOException {
        String access = config.accesskey();
        String secret = config.secretkey();
        if (isGiven(access) && secret != null) {
            String token = config.sessiontoken();
            return StaticCredentialsProvider.create(
                    isGiven(token)
                            ? AwsSessionCredentials.create(access, secret, token)
                            : AwsBasicCredentials.create(access, secret));
        }
        String path = config.credentialsconfigpath();
        return path == null || path.isBlank() ? ofSurroundings() : ofFile(new File(path));
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private AwsCredentialsProvider ofFile(File file) throws IOException {
        if (!file.canRead()) {
            throw new IOException("storage.s3.credentialsconfigpath: the file " + file + " cannot be read");
        }
        return ofProfiles(ProfileFileSupplier.reloadWhenModified(file.toPath(), ProfileFile.Type.CONFIGURATION));
    }

    private AwsCredentialsProvider ofProfiles(ProfileFileSupplier files) throws IOException {
        return new RoleProfiles(files, tokens).provider(profile);
    }

    private AwsCredentialsProvider ofSurroundings() throws IOException {
        List<AwsCredentialsProvider> sources = new ArrayList<>();
        sources.add(EnvironmentVariableCredentialsProvider.create());
        tokens.webIdentity().ifPresent(sources::add);
        sources.add(ofProfiles(ProfileFileSupplier.defaultSupplier()));
        sources.add(ContainerCredentialsProvider.builder().build());
        sources.add(InstanceProfileCredentialsProvider.builder().build());
        return AwsCredentialsProviderChain.builder()
                .credentialsProviders(sources)
                .reuseLastProviderEnabled(true)
                .build();
    }
}
