package dev.moorage.storage.s3;

import dev.moorage.storage.s3.client.CredentialSources;
import dev.moorage.storage.s3.client.HttpClients;
import dev.moorage.storage.s3.client.S3Config;
import dev.moorage.storage.s3.client.TokenService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;

/** A process with an environment of its own. For each input line, it prints the credentials of a configuration. */
final class CredentialsPrinter {
    private CredentialsPrinter() {}

    public static void main(String[] keysAndValues) throws Exception {
        S3Config config =
                Configs.of(Stream.concat(Stream.of("bucket", "b", "region", "eu-west-1"), Arrays.stream(keysAndValues))
                        .toArray(String[]::new));
        AwsCredentialsProvider provider;
        try {
            provider = new CredentialSources(
                            config,
                            new TokenService(
                                    HttpClients.of(config, System.getenv()), Region.EU_WEST_1, System.getenv()),
                            System.getenv())
                    .provider();
        } catch (IOException e) {
            System.out.println("not opened: " + e.getMessage());
            return;
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (lines.readLine() != null) {
            System.out.println(resolved(provider));
        }
    }

    private static String resolved(AwsCredentialsProvider provider) {
        try {
            AwsCredentials credentials = provider.resolveCredentials();
            String token = credentials instanceof AwsSessionCredentials session ? " " + session.sessionToken() : "";
            return credentials.accessKeyId() + " " + credentials.secretAccessKey() + token;
        } catch (RuntimeException e) {
            return "failed: " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }
}
