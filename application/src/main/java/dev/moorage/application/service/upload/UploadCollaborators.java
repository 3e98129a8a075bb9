package dev.moorage.application.service.upload;

import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;

/** The objects that the parts of the upload service share. */
record UploadCollaborators(
        StorageDriver storage,
        UploadSessions sessions,
        UploadProtocol protocol,
        UploadHashes hashes,
        LiveUploads live,
        EndedUploads ended,
        UploadTuning tuning,
        InstantSource clock) {}
