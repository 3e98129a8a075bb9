package dev.moorage.storage.memory;

import dev.moorage.storage.spi.staging.ForwardingStagedObject;
import dev.moorage.storage.spi.staging.StagedObject;

/** A writer that forwards to another one, except for the mistake that a subclass makes. */
class MutantWriter extends ForwardingStagedObject {
    final StagedObject staged;

    MutantWriter(StagedObject staged) {
        this.staged = staged;
    }

    @Override
    protected StagedObject delegate() {
        return staged;
    }
}
