package dev.moorage.application.service.upload.session;

import dev.moorage.domain.upload.UploadProtocol;
import dev.moorage.storage.spi.StorageDriver;
import java.time.InstantSource;

/** The objects that the parts of the upload service share. */
public record UploadCollaborators(
        StorageDriver storage,
        UploadSessions sessions,
        UploadProtocol protocol,
        UploadHashes hashes,
        UploadWriters live,
        CancelledUploads ended,
        UploadTuning tuning,
        InstantSource clock) {}
