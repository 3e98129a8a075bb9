package dev.moorage.application.service.maintenance;

import dev.moorage.application.layout.RegistryKeys;
import dev.moorage.domain.digest.Digest;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.object.ListOptions;
import dev.moorage.storage.spi.object.ObjectKey;
import dev.moorage.storage.spi.object.ObjectPage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Estimates the progress of a walk through the blobs without counting them. Digests are spread evenly, and the walk
 * follows their order.
 */
final class BlobSpace {
    private static final int DIGITS = 4;
    private static final double VALUES = 1 << (4 * DIGITS);

    private final List<String> algorithms;

    private BlobSpace(List<String> algorithms) {
        this.algorithms = List.copyOf(algorithms);
    }

    static BlobSpace of(StorageDriver storage) throws IOException {
        return new BlobSpace(
                storage.list(RegistryKeys.BLOBS, ListOptions.children(100).markingUnreadable()).entries().stream()
                        .map(ObjectPage.Entry::key)
                        .map(ObjectKey::name)
                        .toList());
    }

    /**
     * Returns the fraction of all blobs that sort before this one, from 0 to 1. The result is empty if the key is not
     * that of a blob.
     */
    OptionalDouble before(ObjectKey blob) {
        Optional<Digest> digest = RegistryKeys.digestOfBlob(blob);
        int index = digest.map(found -> algorithms.indexOf(found.algorithm().identifier()))
                .orElse(-1);
        if (index < 0) {
            return OptionalDouble.empty();
        }
        double within = Integer.parseInt(digest.get().hex(), 0, DIGITS, 16) / VALUES;
        return OptionalDouble.of((index + within) / algorithms.size());
    }
}
