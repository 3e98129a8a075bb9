package dev.moorage.storage.azure.client;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;

/**
 * Creates the credentials that get tokens. Only this class uses the identity library, so the library is loaded only when
 * needed.
 */
public final class Identity {
    private Identity() {}

    public static TokenCredential of(AzureCredentials credentials, HttpClient client) {
        return switch (String.valueOf(credentials.type())) {
            case AzureCredentials.CLIENT_SECRET ->
                new ClientSecretCredentialBuilder()
                        .httpClient(client)
                        .clientId(credentials.clientid())
                        .tenantId(credentials.tenantid())
                        .clientSecret(credentials.secret())
                        .build();
            case AzureCredentials.WORKLOAD_IDENTITY ->
                new WorkloadIdentityCredentialBuilder()
                        .httpClient(client)
                        .clientId(credentials.clientid())
                        .tenantId(credentials.tenantid())
                        .build();
            default ->
                new DefaultAzureCredentialBuilder()
                        .httpClient(client)
                        .managedIdentityClientId(credentials.clientid())
                        .tenantId(credentials.tenantid())
                        .build();
        };
    }
}
