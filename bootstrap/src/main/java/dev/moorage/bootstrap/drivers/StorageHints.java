package dev.moorage.bootstrap.drivers;

import java.util.List;
import java.util.regex.Pattern;

/** Hints for operators, chosen by the store's error when it was opened. */
final class StorageHints {
    private record Hint(Pattern answer, String text) {}

    private static final List<Hint> HINTS = List.of(
            hint(
                    "RequestTimeTooSkewed|its clock differs",
                    "the clocks of the store and of this server differ: set this server's clock"),
            hint("AADSTS(7000215|7000222)", "the client's secret is wrong or has expired: look at credentials.secret"),
            hint("AADSTS700016", "the tenant does not know the client: look at credentials.clientid"),
            hint("AADSTS(90002|900023)", "there is no such tenant: look at credentials.tenantid"),
            hint(
                    "no token was given",
                    "the identity gives no token: look at credentials, and at the identity of this machine"),
            hint(
                    "AuthorizationPermissionMismatch|AuthorizationFailure",
                    "the credentials are known, and may not do this: look at their role, and at the account's network rules"),
            hint("SignatureDoesNotMatch", "the store knows the access key, and not the secret: look at secretkey"),
            hint(
                    "InvalidAccessKeyId",
                    "the store does not know the access key: look at accesskey, and at regionendpoint"),
            hint("NoSuchBucket", "there is no such bucket: look at bucket, region and regionendpoint"),
            hint(
                    "AuthorizationHeaderMalformed|PermanentRedirect|IllegalLocationConstraint|AuthorizationQueryParametersError",
                    "the bucket is in another region: look at region"),
            hint(
                    "AuthenticationFailed|InvalidAuthenticationInfo",
                    "the store refuses the credentials: look at accountkey"),
            hint("ContainerNotFound", "there is no such container: look at container"),
            hint(
                    "Unable to load credentials|CredentialsProvider",
                    "no credentials were found: set accesskey and secretkey, or AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY, or run it where a role gives them"),
            hint("AccessDenied\\b", "the credentials are known, and may not do this: look at their policy"),
            hint(": 403 ", "the store refuses the credentials: look at accesskey, secretkey and their policy"),
            hint("UnknownHost|UnresolvedAddress", "the host is unknown: look at the endpoint, the region, and at DNS"),
            hint(
                    "SSLHandshake|CertPath|SunCertPathBuilder|SSLPeerUnverified",
                    "the store's certificate is not trusted: its authority must be known to the server"),
            hint(
                    "ConnectException|Connection refused|ConnectTimeout|HttpConnectTimeout",
                    "nothing listens there: look at the" + " endpoint, and at proxies and firewalls"),
            hint(
                    "AccessDeniedException|Permission denied",
                    "the server's user may not write there: look at the owner and the" + " mode of the directories"),
            hint("Read-only file system", "the filesystem is mounted read-only"),
            hint(
                    "NotDirectoryException|FileAlreadyExistsException|Not a directory",
                    "there is a file where a directory" + " should be: look at rootdirectory"),
            hint("No space left|Disk quota exceeded", "the disk is full"));

    private StorageHints() {}

    private static Hint hint(String answer, String text) {
        return new Hint(Pattern.compile(answer), text);
    }

    /** Returns the message of a failure, followed by a hint where one is known. */
    static String withHint(String failure) {
        return HINTS.stream()
                .filter(hint -> hint.answer().matcher(failure).find())
                .findFirst()
                .map(hint -> failure + "; " + hint.text())
                .orElse(failure);
    }
}
