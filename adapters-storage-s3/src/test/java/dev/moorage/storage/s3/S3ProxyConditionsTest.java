package dev.moorage.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moorage.storage.s3.client.S3Clients;
import dev.moorage.storage.s3.client.S3Config;
import dev.moorage.storage.s3.object.Conditions;
import dev.moorage.storage.s3.probe.StoreProbe;
import dev.moorage.storage.s3.probe.StoreTraits;
import dev.moorage.storage.s3.request.Bucket;
import dev.moorage.storage.s3.request.Checksums;
import dev.moorage.storage.s3.request.EtagForm;
import dev.moorage.storage.s3.request.Keys;
import dev.moorage.storage.s3.request.ListingForm;
import dev.moorage.storage.s3.request.ObjectSettings;
import dev.moorage.storage.s3.request.PartRules;
import dev.moorage.storage.s3.request.Retries;
import dev.moorage.storage.s3.request.SignedDeletes;
import dev.moorage.storage.spi.io.Pausing;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The conditions that the emulator evaluates. If it evaluates more in a later version, the contract must be run with more.
 */
@Tag("emulator")
class S3ProxyConditionsTest {
    @RegisterExtension
    static final S3ProxyProcess S3PROXY = new S3ProxyProcess();

    @Test
    void conditionsOfPutsAreDecidedByTheEmulator() throws IOException {
        String name = S3PROXY.newBucket();
        S3Clients clients = new S3Clients(S3PROXY.config(name, S3Config.COPY), Map.of());
        try (S3Client client = clients.client();
                SignedDeletes signed = clients.signedDeletes(client)) {
            Bucket bucket =
                    new Bucket(client, name, ObjectSettings.OF_THE_BUCKET, Checksums.WHEN_REQUIRED, ListingForm.V2);
            assertThat(new StoreProbe(bucket, signed, Keys.below(""), new Retries(Duration.ofMillis(1)), Pausing::sleep)
                            .probe(false))
                    .isEqualTo(new StoreTraits(
                            new Conditions(true, true, false, true, EtagForm.QUOTED),
                            PartRules.NONE,
                            true,
                            ListingForm.V2_ENCODED,
                            true));
        }
    }
}
