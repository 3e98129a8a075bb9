package dev.moorage.application.simulation;

import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgedUpload;
import java.io.IOException;

/** Nobody listens: what a purge left is seen in the store. */
final class UnheardPurges implements PurgeObserver {
    @Override
    public void purged(PurgedUpload upload) {
        // Gone from the store.
    }

    @Override
    public void failed(String key, IOException reason) {
        // It is purged again.
    }
}
