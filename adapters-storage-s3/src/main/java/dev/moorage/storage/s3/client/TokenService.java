package dev.moorage.storage.s3.client;

import dev.moorage.storage.s3.request.Metadata;
import java.io.File;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** Gets credentials from Amazon's token service (STS). Its classes are loaded only when a role is configured. */
public final class TokenService {
    private static final int CONNECTIONS = 2;

    private final HttpClients http;
    private final Region region;
    private final Map<String, String> environment;

    /**
     * Creates the client.
     *
     * @param region the store's region, which is used when the environment names none
     */
    public TokenService(HttpClients http, Region region, Map<String, String> environment) {
        this.http = http;
        this.region = region;
        this.environment = environment;
    }

    /** Returns credentials for the role and the token file that the environment names, if it names both. */
    Optional<AwsCredentialsProvider> webIdentity() {
        String role = environment.getOrDefault("AWS_ROLE_ARN", "");
        String token = environment.getOrDefault("AWS_WEB_IDENTITY_TOKEN_FILE", "");
        return role.isBlank() || token.isBlank()
                ? Optional.empty()
                : Optional.of(
                        webIdentity(role, new File(token), environment.getOrDefault("AWS_ROLE_SESSION_NAME", "")));
    }

    /**
     * Returns credentials of a role for a token. The token is read again for each set of credentials.
     *
     * @param session the session's name, empty for a generated one
     */
    AwsCredentialsProvider webIdentity(String role, File token, String session) {
        return Sts.provider(http, region(), role, token, session);
    }

    /**
     * A role of a profile.
     *
     * @param session the session's name, empty for a generated one
     * @param region the region of the token service, empty for that of the environment or the store
     */
    record Role(String arn, String session, Optional<String> externalId, Optional<String> region) {}

    /**
     * Returns credentials of a role.
     *
     * @param base credentials that may assume the role
     */
    AwsCredentialsProvider role(Role role, AwsCredentialsProvider base) {
        return Sts.provider(http, role.region().map(Region::of).orElseGet(this::region), role, base);
    }

    private Region region() {
        String named = environment.getOrDefault("AWS_REGION", "");
        return named.isBlank() ? region : Region.of(named);
    }

    /** A class of its own, so that nothing of the service is loaded when it is not used. */
    private static final class Sts {
        static AwsCredentialsProvider provider(
                HttpClients http, Region region, String role, File token, String session) {
            return StsWebIdentityTokenFileCredentialsProvider.builder()
                    .roleArn(role)
                    .webIdentityTokenFile(token.toPath())
                    .roleSessionName(named(session))
                    .stsClient(client(http, region, AnonymousCredentialsProvider.create()))
                    .build();
        }

        static AwsCredentialsProvider provider(
                HttpClients http, Region region, Role role, AwsCredentialsProvider base) {
            AssumeRoleRequest request = AssumeRoleRequest.builder()
                    .roleArn(role.arn())
                    .roleSessionName(named(role.session()))
                    .externalId(role.externalId().orElse(null))
                    .build();
            return StsAssumeRoleCredentialsProvider.builder()
                    .refreshRequest(request)
                    .stsClient(client(http, region, base))
                    .build();
        }

        private static StsClient client(HttpClients http, Region region, AwsCredentialsProvider credentials) {
            return StsClient.builder()
                    .httpClient(http.client(CONNECTIONS))
                    .region(region)
                    .credentialsProvider(credentials)
                    .build();
        }

        private static String named(String session) {
            return session.isBlank() ? "moorage-" + Metadata.newWriteId() : session;
        }
    }
}
