package dev.moorage.storage.azure;

import dev.moorage.storage.azure.client.AzureConfig;
import dev.moorage.storage.azure.client.Settings;
import dev.moorage.storage.azure.simulated.SimulatedAccount;
import dev.moorage.storage.azure.simulated.SimulatedService;
import dev.moorage.storage.spi.StorageDriver;
import dev.moorage.storage.spi.io.PartBuffers;
import dev.moorage.storage.spi.io.TransferBuffers;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Drivers over one simulated account, like the replicas of a server, with limits that tests can reach. */
final class SimulatedDrivers {
    final SimulatedAccount account;
    final SimulatedService service;
    private final boolean byReference;
    private final int chunk;
    private final int mostBlocks;

    SimulatedDrivers(boolean byReference, int chunk, int mostBlocks) {
        this.account = new SimulatedAccount();
        this.service = new SimulatedService(account);
        this.byReference = byReference;
        this.chunk = chunk;
        this.mostBlocks = mostBlocks;
        account.mostBlocks = mostBlocks;
    }

    /** Creates drivers over the account of other drivers. */
    SimulatedDrivers(SimulatedDrivers others, boolean byReference) {
        this.account = others.account;
        this.service = others.service;
        this.byReference = byReference;
        this.chunk = others.chunk;
        this.mostBlocks = others.mostBlocks;
    }

    StorageDriver open() {
        AzureConfig config = config();
        Settings settings =
                new Settings("root", chunk, mostBlocks, byReference, 3, Duration.ofMillis(1), Optional.empty());
        return new AzureStorageDriver(
                new Connection(config, service, account::now).connect(),
                settings,
                new PartBuffers(new TransferBuffers(1 << 20, 8), 8 << 20, System.getProperty("java.io.tmpdir")),
                account::now,
                account::pass);
    }

    static AzureConfig config() {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        return new AzureConfig(
                "account",
                key,
                "container",
                null,
                null,
                null,
                null,
                null,
                2,
                "1ms",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
