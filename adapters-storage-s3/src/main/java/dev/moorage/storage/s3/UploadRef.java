package dev.moorage.storage.s3;

/**
 * What names a multipart upload.
 *
 * @param key the key of the bucket at which its object will be
 * @param id the store's name for it
 */
record UploadRef(String key, String id) {}
