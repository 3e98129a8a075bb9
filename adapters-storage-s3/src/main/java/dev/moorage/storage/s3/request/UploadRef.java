package dev.moorage.storage.s3.request;

/**
 * Identifies a multipart upload.
 *
 * @param key the key of the object in the bucket
 * @param id the store's id of the upload
 */
public record UploadRef(String key, String id) {}
