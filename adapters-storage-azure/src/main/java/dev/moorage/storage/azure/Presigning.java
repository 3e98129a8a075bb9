package dev.moorage.storage.azure;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.sas.SasProtocol;
import dev.moorage.storage.azure.object.BlobObjects;
import dev.moorage.storage.azure.request.AzureExceptions;
import dev.moorage.storage.azure.request.BlobHead;
import dev.moorage.storage.azure.request.BlobNames;
import dev.moorage.storage.spi.object.PresignRequest;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Creates URLs with a shared access signature. The bearer of a URL can read one blob for a limited time and can do nothing
 * else.
 */
final class Presigning {
    private final BlobContainerClient container;
    private final BlobObjects objects;
    private final BlobNames names;
    private final Optional<SasSigner> signer;
    private final Optional<URI> endpoint;
    private final InstantSource clock;

    /**
     * Creates the presigning.
     *
     * @param signer signs URLs, empty when the credentials cannot sign
     * @param endpoint replaces the service's scheme and host in the URLs for clients
     */
    Presigning(
            BlobContainerClient container,
            BlobObjects objects,
            BlobNames names,
            Optional<SasSigner> signer,
            Optional<URI> endpoint,
            InstantSource clock) {
        this.container = container;
        this.objects = objects;
        this.names = names;
        this.signer = signer;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** Signs with the key that the credentials have: the account's key, or a user delegation key. */
    interface SasSigner {
        String sign(BlobClient blob, BlobServiceSasSignatureValues values);
    }

    Optional<URI> presign(PresignRequest request) throws IOException {
        Optional<BlobHead> head = signer.isEmpty() ? Optional.empty() : objects.head(request.key());
        if (head.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(signed(head.get().reference().orElse(names.name(request.key())), request));
        } catch (BlobStorageException e) {
            throw AzureExceptions.refused("Get User Delegation Key", e);
        } catch (RuntimeException e) {
            throw AzureExceptions.unanswered("Get User Delegation Key", e);
        }
    }

    private URI signed(String name, PresignRequest request) {
        BlobClient blob = container.getBlobClient(name);
        OffsetDateTime expiry = clock.instant().plus(request.validFor()).atOffset(ZoneOffset.UTC);
        URI plain = URI.create(container.getBlobContainerUrl() + "/" + BlobNames.encoded(name));
        BlobServiceSasSignatureValues values =
                new BlobServiceSasSignatureValues(expiry, new BlobSasPermission().setReadPermission(true));
        if ("https".equals(plain.getScheme())) {
            values.setProtocol(SasProtocol.HTTPS_ONLY);
        }
        String base = endpoint.map(seen -> seen.getScheme() + "://" + seen.getRawAuthority())
                .orElse(plain.getScheme() + "://" + plain.getRawAuthority());
        return URI.create(base + plain.getRawPath() + "?" + signer.orElseThrow().sign(blob, values));
    }
}
