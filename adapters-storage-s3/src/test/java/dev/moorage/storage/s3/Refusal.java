package dev.moorage.storage.s3;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Creates the errors of a store. */
final class Refusal {
    private Refusal() {}

    static S3Exception of(int status, String code) {
        return of(status, code, 1);
    }

    static S3Exception of(int status, String code, int attempts) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .requestId("simulated")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("secret-bucket.example.org says " + code)
                        .serviceName("S3")
                        .build())
                .numAttempts(attempts)
                .build();
    }

    static S3Exception noSuchKey() {
        return of(404, "NoSuchKey");
    }

    static S3Exception preconditionFailed() {
        return of(412, "PreconditionFailed");
    }

    static SdkClientException noAnswer() {
        return SdkClientException.create("secret-bucket.example.org: read timed out");
    }
}
