package dev.moorage.http.endpoint;

import dev.moorage.application.port.in.blob.DeleteBlob;
import dev.moorage.application.port.in.blob.GetBlob;
import dev.moorage.application.port.in.blob.MountBlob;
import dev.moorage.application.port.in.manifest.DeleteManifest;
import dev.moorage.application.port.in.manifest.GetManifest;
import dev.moorage.application.port.in.manifest.ListReferrers;
import dev.moorage.application.port.in.manifest.PutManifest;
import dev.moorage.application.port.in.repository.ListRepositories;
import dev.moorage.application.port.in.repository.ListTags;
import dev.moorage.application.port.in.upload.AppendToUpload;
import dev.moorage.application.port.in.upload.CancelUpload;
import dev.moorage.application.port.in.upload.CompleteUpload;
import dev.moorage.application.port.in.upload.GetUploadStatus;
import dev.moorage.application.port.in.upload.PushBlob;
import dev.moorage.application.port.in.upload.StartUpload;

/** The use cases that this adapter calls. */
public record UseCases(
        StartUpload startUpload,
        PushBlob pushBlob,
        AppendToUpload appendToUpload,
        CompleteUpload completeUpload,
        GetUploadStatus getUploadStatus,
        CancelUpload cancelUpload,
        GetBlob getBlob,
        MountBlob mountBlob,
        DeleteBlob deleteBlob,
        GetManifest getManifest,
        PutManifest putManifest,
        DeleteManifest deleteManifest,
        ListReferrers listReferrers,
        ListTags listTags,
        ListRepositories listRepositories) {}
