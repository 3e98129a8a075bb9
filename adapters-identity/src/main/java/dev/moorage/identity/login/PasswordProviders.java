package dev.moorage.identity.login;

import dev.moorage.application.port.out.identity.Authentication;
import dev.moorage.application.port.out.identity.Authenticator;
import dev.moorage.application.port.out.identity.LoginAttempt;
import dev.moorage.domain.access.Subject;
import java.util.List;

/**
 * Checks each password with one of several providers: the first one that may have the user. A password is never tried with two, so
 * that the right password of one provider is not a failed login of another one, and is not sent to it.
 *
 * <p>The last provider also checks users that none of them has. Such a login takes as long as any other failed one, and counts as
 * one.
 */
public final class PasswordProviders implements Authenticator {
    private final List<PasswordProvider> providers;

    /** @param providers at least one, in the order in which they are asked for a user */
    public PasswordProviders(List<? extends PasswordProvider> providers) {
        if (providers.isEmpty()) {
            throw new IllegalArgumentException("no provider checks passwords");
        }
        this.providers = List.copyOf(providers);
    }

    @Override
    public Authentication authenticate(LoginAttempt login) {
        int last = providers.size() - 1;
        for (int i = 0; i < last; i++) {
            if (providers.get(i).mayHave(login.user())) {
                return providers.get(i).authenticate(login);
            }
        }
        return providers.get(last).authenticate(login);
    }

    @Override
    public boolean isCurrent(Subject.User user, String fingerprint) {
        // A loop and not a stream: each request with a token asks.
        for (PasswordProvider provider : providers) {
            if (provider.isCurrent(user, fingerprint)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        providers.forEach(Authenticator::close);
    }
}
