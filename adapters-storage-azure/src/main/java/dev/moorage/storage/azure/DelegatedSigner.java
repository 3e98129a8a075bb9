package dev.moorage.storage.azure;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.UserDelegationKey;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Signs with a user delegation key. The service issues one for some hours to a client that authenticates with a token. */
final class DelegatedSigner implements Presigning.SasSigner {
    private static final Duration LENT = Duration.ofDays(2);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final BlobServiceClient service;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private Optional<UserDelegationKey> key = Optional.empty();

    DelegatedSigner(BlobServiceClient service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    @Override
    public String sign(BlobClient blob, BlobServiceSasSignatureValues values) {
        return blob.generateUserDelegationSas(values, keyUntil(values.getExpiryTime()));
    }

    private UserDelegationKey keyUntil(OffsetDateTime expiry) {
        asking.lock();
        try {
            Optional<UserDelegationKey> lent =
                    key.filter(now -> now.getSignedExpiry().isAfter(expiry));
            if (lent.isEmpty()) {
                OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
                OffsetDateTime until = expiry.isAfter(now.plus(LENT)) ? expiry : now.plus(LENT);
                lent = Optional.of(service.getUserDelegationKey(now.minus(SKEW), until));
                key = lent;
            }
            return lent.get();
        } finally {
            asking.unlock();
        }
    }
}
