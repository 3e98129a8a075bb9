package dev.moorage.bootstrap.section;

import dev.moorage.application.service.upload.token.TokenSecrets;
import dev.moorage.bootstrap.config.ConfigSection;
import dev.moorage.bootstrap.config.Key;
import dev.moorage.bootstrap.config.Values;
import dev.moorage.http.HttpSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Uploads: {@code http.secret}, {@code http.secrets} and {@code limits.uploads}.
 *
 * @param secrets the secrets that sign upload tokens. The first one signs, and all verify. They are of any length, as in
 *     Distribution
 * @param maxOpen the maximum number of uploads that a user or an address may have open, or 0 for no limit
 */
public record UploadsConfig(List<byte[]> secrets, int maxOpen) {
    private static final Key<Optional<String>> SECRET = Key.optional(
                    "http.secret",
                    "signs the tokens of uploads. Any length, with a warning below 32 bytes"
                            + " ([ADR 16](adr/0016-a-short-secret-is-accepted-with-a-warning.md)). Required for several"
                            + " replicas, and for uploads to survive a restart")
            .showing("made at start");
    private static final Key<List<String>> SECRETS = Key.texts(
                    "http.secrets", "more secrets, newest first. The first one signs, and all verify")
            .ours();
    private static final Key<Integer> OPEN = Key.number(
                    "limits.uploads.open",
                    HttpSettings.defaults().maxOpenUploads(),
                    0,
                    "how many uploads with stored bytes a user (or an address, where there are no users) may have open on"
                            + " a replica. `0` for no limit")
            .ours();

    public static final ConfigSection<UploadsConfig> SECTION =
            ConfigSection.of(UploadsConfig.class, UploadsConfig::read, SECRET, SECRETS, OPEN);

    public UploadsConfig {
        secrets = List.copyOf(secrets);
    }

    private static UploadsConfig read(Values values) {
        List<String> several = values.get(SECRETS);
        if (several.contains("")) {
            values.error(SECRETS, "has an element that is empty");
        }
        List<byte[]> secrets = new ArrayList<>(bytes(several, SECRETS, values));
        secrets.addAll(bytes(values.get(SECRET).stream().toList(), SECRET, values));
        return new UploadsConfig(secrets, values.get(OPEN));
    }

    private static List<byte[]> bytes(List<String> texts, Key<?> key, Values values) {
        List<byte[]> secrets = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        if (secrets.stream().anyMatch(secret -> secret.length < TokenSecrets.MIN_BYTES)) {
            values.warning(
                    key,
                    "has less than " + TokenSecrets.MIN_BYTES
                            + " bytes: a client that guesses it can forge the tokens of"
                            + " uploads, and continue or end those of other clients");
        }
        return secrets;
    }
}
