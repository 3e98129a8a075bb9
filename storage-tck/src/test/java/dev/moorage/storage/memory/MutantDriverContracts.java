package dev.moorage.storage.memory;

import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.tck.FaultInjection;
import dev.moorage.storage.tck.ScriptedFaults;
import dev.moorage.storage.tck.SteppedProcess;
import dev.moorage.storage.tck.StorageDriverContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs the kit over a driver with a mistake in it. JUnit does not run it by itself. {@link MistakesAreFoundTest} does, and
 * chooses the mistake.
 */
@ExtendWith(MutantDriverContracts.Choice.class)
class MutantDriverContracts implements StorageDriverContract {
    static final String PARAMETER = "moorage.storage-tck.mistake";

    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    private final InMemoryStore store = new InMemoryStore(() -> Instant.now().plus(passed.get()));
    private final ScriptedFaults faults = new ScriptedFaults();
    private final ProcessMemory process = new ProcessMemory(new Semaphore(1));
    private final Mistake mistake;

    MutantDriverContracts(Mistake mistake) {
        this.mistake = mistake;
    }

    @Override
    public StorageDriver open() {
        return mistake.open(store, faults, process);
    }

    /** The other process makes the same mistake, with a memory of its own. */
    @Override
    public Optional<SteppedProcess> steppedProcess() {
        ProcessMemory own = new ProcessMemory(process.lockInStore);
        return Optional.of(new ImaginedProcess(mistake.open(store, new ScriptedFaults(), own)));
    }

    @Override
    public OptionalLong occupied() {
        return OptionalLong.of(store.bytes());
    }

    @Override
    public Set<String> secrets() {
        return Set.of(OutageMistake.SECRET);
    }

    @Override
    public Optional<FaultInjection> faults() {
        return Optional.of(faults);
    }

    @Override
    public void passTime(Duration time) {
        passed.accumulateAndGet(time, Duration::plus);
    }

    static final class Choice implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Mistake.class;
        }

        @Override
        public Mistake resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Mistake.named(context.getConfigurationParameter(PARAMETER).orElseThrow());
        }
    }
}
