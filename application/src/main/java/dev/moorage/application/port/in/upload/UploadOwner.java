package dev.moorage.application.port.in.upload;

import dev.moorage.domain.name.RepositoryName;
import dev.moorage.domain.upload.UploadId;
import java.util.Optional;

/** Finds the caller that an upload was given to. */
public interface UploadOwner {
    /**
     * Returns the name of the caller whose last response about the upload had this state. The result is empty if the state is
     * not one that the registry has signed for this upload, or if it names no caller. The call does not access storage.
     *
     * @param state the {@code _state} of the upload's location as the client sent it
     */
    Optional<String> owner(RepositoryName repository, UploadId id, String state);
}
