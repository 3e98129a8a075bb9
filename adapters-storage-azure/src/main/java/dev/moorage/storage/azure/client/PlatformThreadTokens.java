package dev.moorage.storage.azure.client;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.publisher.Mono;

/**
 * Requests the tokens of another credential on a platform thread. The identity library blocks in ways that can starve
 * virtual threads. The pipeline caches the token until shortly before it expires.
 */
public final class PlatformThreadTokens implements TokenCredential, AutoCloseable {
    private final TokenCredential credential;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("azure-tokens").factory());

    public PlatformThreadTokens(TokenCredential credential) {
        this.credential = credential;
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.fromFuture(() -> ask(request));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
        try {
            return ask(request).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private CompletableFuture<AccessToken> ask(TokenRequestContext request) {
        return CompletableFuture.supplyAsync(() -> credential.getTokenSync(request), thread);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
