package dev.moorage.application.service.upload.session;

import dev.moorage.domain.upload.UploadId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The uploads that were cancelled before their first byte. Storage has no record of them. This process remembers the
 * latest of them, so that their locations answer 404 here.
 */
public final class CancelledUploads {
    private final Set<UploadId> ids;

    public CancelledUploads(int most) {
        this.ids = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UploadId, Boolean> eldest) {
                return size() > most;
            }
        }));
    }

    public void add(UploadId id) {
        ids.add(id);
    }

    public boolean contains(UploadId id) {
        return ids.contains(id);
    }
}
