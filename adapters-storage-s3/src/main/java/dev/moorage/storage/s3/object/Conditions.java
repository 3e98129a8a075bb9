package dev.moorage.storage.s3.object;

import dev.moorage.storage.s3.request.EtagForm;

/**
 * The conditional requests that a store evaluates itself.
 *
 * @param put {@code If-None-Match: *} and {@code If-Match} of PutObject
 * @param delete {@code If-Match} of DeleteObject
 * @param copy {@code If-None-Match: *} of CopyObject
 * @param complete {@code If-None-Match: *} of CompleteMultipartUpload
 * @param etags the form of an ETag in {@code If-Match}
 */
public record Conditions(boolean put, boolean delete, boolean copy, boolean complete, EtagForm etags) {}
