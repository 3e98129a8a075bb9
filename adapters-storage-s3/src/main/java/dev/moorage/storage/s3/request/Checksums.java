package dev.moorage.storage.s3.request;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** The checksum that is sent with content, so that the store refuses bytes that were damaged in transit. */
public enum Checksums {
    /** {@code Content-MD5}, which every store implements. */
    WHEN_REQUIRED {
        @Override
        Running begin() {
            return new Md5();
        }

        @Override
        void applyTo(PutObjectRequest.Builder put, String checksum) {
            put.contentMD5(checksum);
        }

        @Override
        void applyTo(UploadPartRequest.Builder part, String checksum) {
            part.contentMD5(checksum);
        }

        @Override
        void applyTo(CreateMultipartUploadRequest.Builder upload) {
            // Nothing to announce.
        }

        @Override
        void applyTo(CompletedPart.Builder part, String checksum) {
            // The part's ETag is enough.
        }

        @Override
        public String of(Part part) {
            return "";
        }

        @Override
        String etag(String checksum) {
            return '"' + HexFormat.of().formatHex(Base64.getDecoder().decode(checksum)) + '"';
        }
    },
    /** CRC-32C, which S3 stores with the object. Computing it is several times cheaper than MD5. */
    WHEN_SUPPORTED {
        @Override
        Running begin() {
            return new Crc();
        }

        @Override
        void applyTo(PutObjectRequest.Builder put, String checksum) {
            put.checksumCRC32C(checksum);
        }

        @Override
        void applyTo(UploadPartRequest.Builder part, String checksum) {
            part.checksumCRC32C(checksum);
        }

        @Override
        void applyTo(CreateMultipartUploadRequest.Builder upload) {
            upload.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
        }

        @Override
        void applyTo(CompletedPart.Builder part, String checksum) {
            part.checksumCRC32C(checksum);
        }

        @Override
        public String of(Part part) {
            String checksum = part.checksumCRC32C();
            return checksum == null ? "" : checksum;
        }

        @Override
        String etag(String checksum) {
            return "";
        }
    };

    abstract Running begin();

    abstract void applyTo(PutObjectRequest.Builder put, String checksum);

    abstract void applyTo(UploadPartRequest.Builder part, String checksum);

    abstract void applyTo(CreateMultipartUploadRequest.Builder upload);

    abstract void applyTo(CompletedPart.Builder part, String checksum);

    /** Returns the checksum of a stored part, as the list of a completion needs it. Empty for none. */
    public abstract String of(Part part);

    /**
     * Derives the ETag of a part from its checksum, for stores that send none. Empty when the checksum does not determine
     * the ETag.
     */
    abstract String etag(String checksum);

    /** Computes the checksum of some bytes, as a header value. */
    public String of(byte[] content) {
        Running running = begin();
        running.accept(ByteBuffer.wrap(content));
        return running.value();
    }

    /** A checksum that is updated as bytes arrive. */
    interface Running extends Consumer<ByteBuffer> {
        /** Returns the checksum in Base64. The caller may add bytes and ask again. */
        String value();
    }

    private static final class Crc implements Running {
        private final CRC32C crc = new CRC32C();

        @Override
        public void accept(ByteBuffer bytes) {
            crc.update(bytes);
        }

        @Override
        public String value() {
            ByteBuffer four = ByteBuffer.allocate(4).order(ByteOrder.BIG_ENDIAN).putInt((int) crc.getValue());
            return Base64.getEncoder().encodeToString(four.array());
        }
    }

    private static final class Md5 implements Running {
        private final MessageDigest md5;

        private Md5() {
            try {
                md5 = MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no MD5, which S3 needs", e);
            }
        }

        @Override
        public void accept(ByteBuffer bytes) {
            md5.update(bytes);
        }

        @Override
        public String value() {
            try {
                return Base64.getEncoder().encodeToString(((MessageDigest) md5.clone()).digest());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("this MD5 cannot be asked in between", e);
            }
        }
    }
}
