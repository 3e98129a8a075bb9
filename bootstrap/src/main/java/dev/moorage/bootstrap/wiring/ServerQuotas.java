package dev.moorage.bootstrap.wiring;

import dev.moorage.application.cache.UseCaseStack;
import dev.moorage.application.port.in.quota.QuotaUseCases;
import dev.moorage.application.service.quota.QuotaServices;
import dev.moorage.application.service.quota.UsageLedger;
import dev.moorage.domain.quota.Quotas;
import java.util.Objects;

/** The quotas of a server that takes pushes. */
record ServerQuotas(Quotas quotas, QuotaServices services, UsageLedger ledger, QuotaUseCases useCases) {
    ServerQuotas {
        Objects.requireNonNull(quotas);
        Objects.requireNonNull(services);
        Objects.requireNonNull(ledger);
        Objects.requireNonNull(useCases);
    }

    /** Returns use cases of clients that refuse what does not fit. */
    UseCaseStack around(UseCaseStack all) {
        return services.around(all, ledger);
    }
}
