package dev.moorage.bootstrap.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no test can have a store say: a permission that root always has, authorities, roles, Azure. */
class StorageHintsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    AccessDeniedException: /srv/registry               | the server's user may not write there
                    FileSystemException: /srv/x: Read-only file system | mounted read-only
                    FileSystemException: x: No space left on device    | the disk is full
                    storage did not answer HeadBucket: SSLHandshakeException | certificate is not trusted
                    storage did not answer HeadBucket: SunCertPathBuilderException | certificate is not trusted
                    SdkClientException: Unable to load credentials from any of the providers | no credentials were found
                    the store answered 403 AuthenticationFailed to request 1 | look at accountkey
                    the store answered 404 ContainerNotFound to request 1    | look at container
                    storage refused HeadBucket: 301 PermanentRedirect, request 1 | look at region
                    storage refused HeadBucket: 403 , request 1        | look at accesskey, secretkey and their policy
                    """)
    void aFailureSaysWhatToLookAt(String failure, String hint) {
        assertThat(StorageHints.withHint(failure)).startsWith(failure + "; ").contains(hint);
    }

    @ParameterizedTest
    @CsvSource({"something else", "there is no table"})
    void aFailureOfNoKnownKindStaysAsItIs(String failure) {
        assertThat(StorageHints.withHint(failure)).isEqualTo(failure);
    }
}
