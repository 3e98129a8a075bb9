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
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of a configuration. As a process, it has an environment of its own, and prints them for each input line.
 */
final class CredentialsPrinter implements AutoCloseable {
    private final AwsCredentialsProvider provider;

    private CredentialsPrinter(AwsCredentialsProvider provider) {
        this.provider = provider;
    }

    /**
     * Opens the configured sources of credentials.
     *
     * @throws IOException when they are refused
     */
    static CredentialsPrinter of(Map<String, String> environment, String... keysAndValues) throws IOException {
        S3Config config =
                Configs.of(Stream.concat(Stream.of("bucket", "b", "region", "eu-west-1"), Arrays.stream(keysAndValues))
                        .toArray(String[]::new));
        TokenService tokens = new TokenService(HttpClients.of(config, environment), Region.EU_WEST_1, environment);
        return new CredentialsPrinter(new CredentialSources(config, tokens, environment).provider());
    }

    public static void main(String[] keysAndValues) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (CredentialsPrinter printer = of(System.getenv(), keysAndValues)) {
            while (lines.readLine() != null) {
                System.out.println(printer.next());
            }
        }
    }

    /** Returns the credentials that a request would have now, or why there are none. */
    String next() {
        try {
            AwsCredentials credentials = provider.resolveCredentials();
            String token = credentials instanceof AwsSessionCredentials session ? " " + session.sessionToken() : "";
            return credentials.accessKeyId() + " " + credentials.secretAccessKey() + token;
        } catch (RuntimeException e) {
            return "failed: " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable open) {
            open.close();
        }
    }
}
