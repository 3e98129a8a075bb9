package dev.moorage.storage.s3.client;

import java.io.File;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;

/**
 * Gets the credentials of a profile. Roles of profiles are resolved here, because the library would ask the token service
 * without the configured proxies and authorities. The role of a profile is read at start. The keys of its source profile are
 * read again when the files change.
 */
final class RoleProfiles {
    private final ProfileFileSupplier files;
    private final TokenService tokens;

    RoleProfiles(ProfileFileSupplier files, TokenService tokens) {
        this.files = files;
        this.tokens = tokens;
    }

    /**
     * Returns the provider of a profile's credentials.
     *
     * @throws IOException when source profiles refer to each other in a circle, or a credential source is unknown
     */
    AwsCredentialsProvider provider(String name) throws IOException {
        return provider(name, new LinkedHashSet<>());
    }

    private AwsCredentialsProvider provider(String name, Set<String> above) throws IOException {
        Optional<Profile> profile = files.get().profile(name);
        Optional<String> role = profile.flatMap(found -> found.property("role_arn"));
        if (role.isEmpty()) {
            return keys(name);
        }
        String session = property(profile, "role_session_name").orElse("");
        Optional<String> token = property(profile, "web_identity_token_file");
        if (token.isPresent()) {
            return tokens.webIdentity(role.get(), new File(token.get()), session);
        }
        Optional<String> source = property(profile, "source_profile");
        Optional<String> kind = property(profile, "credential_source");
        if (source.isEmpty() && kind.isEmpty()) {
            return keys(name); // The library reports what the profile lacks.
        }
        if (!above.add(name)) {
            throw new IOException("the AWS profiles " + String.join(", ", above) + " refer to each other");
        }
        AwsCredentialsProvider base =
                kind.isPresent() ? ofSource(name, kind.get()) : ofProfile(profile.get(), source.get(), above);
        return tokens.role(
                new TokenService.Role(
                        role.get(), session, property(profile, "external_id"), property(profile, "region")),
                base);
    }

    private static Optional<String> property(Optional<Profile> profile, String name) {
        return profile.flatMap(found -> found.property(name));
    }

    private AwsCredentialsProvider keys(String name) {
        return ProfileCredentialsProvider.builder()
                .profileFile(files)
                .profileName(name)
                .build();
    }

    /** A profile may name itself as its source. Then its own keys are the source. */
    private AwsCredentialsProvider ofProfile(Profile profile, String source, Set<String> above) throws IOException {
        Optional<String> access = profile.property("aws_access_key_id");
        Optional<String> secret = profile.property("aws_secret_access_key");
        return source.equals(profile.name()) && access.isPresent() && secret.isPresent()
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(access.get(), secret.get()))
                : provider(source, above);
    }

    private static AwsCredentialsProvider ofSource(String name, String source) throws IOException {
        return switch (source) {
            case "Environment" -> EnvironmentVariableCredentialsProvider.create();
            case "Ec2InstanceMetadata" -> InstanceProfileCredentialsProvider.create();
            case "EcsContainer" -> ContainerCredentialsProvider.create();
            default ->
                throw new IOException("the AWS profile " + name + " has an unknown credential_source: " + source);
        };
    }
}
