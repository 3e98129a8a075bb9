package dev.moorage.application.simulation;

import dev.moorage.application.port.in.upload.PurgeObserver;
import dev.moorage.application.port.in.upload.PurgedUpload;
import java.io.IOException;

/** An observer that ignores its calls. The store shows what a purge has left. */
final class UnheardPurges implements PurgeObserver {
    @Override
    public void purged(PurgedUpload upload) {
        // The store shows that it is gone.
    }

    @Override
    public void failed(String key, IOException reason) {
        // A later purge removes it.
    }
}
