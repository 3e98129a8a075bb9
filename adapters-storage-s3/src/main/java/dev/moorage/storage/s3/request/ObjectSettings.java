package dev.moorage.storage.s3.request;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** How the driver's objects are stored. An empty setting is left to the bucket. */
public record ObjectSettings(
        Optional<ServerSideEncryption> encryption,
        Optional<String> keyId,
        Optional<StorageClass> storageClass,
        Optional<ObjectCannedACL> acl) {
    public static final ObjectSettings OF_THE_BUCKET =
            new ObjectSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    void applyTo(PutObjectRequest.Builder request) {
        encryption.ifPresent(request::serverSideEncryption);
        keyId.ifPresent(request::ssekmsKeyId);
        storageClass.ifPresent(request::storageClass);
        acl.ifPresent(request::acl);
    }

    void applyTo(CreateMultipartUploadRequest.Builder request) {
        encryption.ifPresent(request::serverSideEncryption);
        keyId.ifPresent(request::ssekmsKeyId);
        storageClass.ifPresent(request::storageClass);
        acl.ifPresent(request::acl);
    }

    void applyTo(CopyObjectRequest.Builder request) {
        encryption.ifPresent(request::serverSideEncryption);
        keyId.ifPresent(request::ssekmsKeyId);
        storageClass.ifPresent(request::storageClass);
        acl.ifPresent(request::acl);
    }
}
