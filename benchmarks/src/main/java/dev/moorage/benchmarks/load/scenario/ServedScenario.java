package dev.moorage.benchmarks.load.scenario;

import dev.moorage.benchmarks.load.measure.Sample;
import dev.moorage.benchmarks.load.server.Contender;
import dev.moorage.benchmarks.load.server.ServerProcess;
import dev.moorage.benchmarks.load.server.Site;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A scenario whose servers run through all of its rounds. Each server is warm after the first round, and is idle while
 * another one is measured.
 *
 * @param load makes the load when the scenario begins, since hashing its content may take a while
 * @param overTls whether the servers speak TLS
 */
record ServedScenario(
        String name, String about, Workshop workshop, Predicate<Contender> suits, Supplier<Load> load, boolean overTls)
        implements Scenario {
    ServedScenario(String name, String about, Workshop workshop, Predicate<Contender> suits, Supplier<Load> load) {
        this(name, about, workshop, suits, load, false);
    }

    @Override
    public boolean includes(Contender contender) {
        return suits.test(contender);
    }

    @Override
    public int warmups() {
        return workshop.warmups();
    }

    @Override
    public int rounds() {
        return workshop.rounds();
    }

    @Override
    public Experiment begin(List<Contender> contenders) throws IOException {
        Rounds rounds = new Rounds(workshop, load.get(), overTls);
        try {
            for (Contender contender : contenders) {
                rounds.start(contender);
            }
            return rounds;
        } catch (IOException | RuntimeException e) {
            rounds.close();
            throw e;
        }
    }

    private static final class Rounds implements Experiment {
        private final Workshop workshop;
        private final Load load;
        private final boolean overTls;
        private final Map<Contender, Site> sites = new LinkedHashMap<>();
        private final Map<Contender, ServerProcess> servers = new LinkedHashMap<>();

        Rounds(Workshop workshop, Load load, boolean overTls) {
            this.workshop = workshop;
            this.load = load;
            this.overTls = overTls;
        }

        void start(Contender contender) throws IOException {
            Site site = workshop.newSite(contender.name());
            if (!contender.takesPushes()) {
                Site first = sites.values().stream()
                        .findFirst()
                        .orElseThrow(
                                () -> new IOException(contender.name() + " needs a registry to be named before it"));
                site = first.sharing(site.folder());
            }
            if (overTls) {
                site = site.over(workshop.certificate());
            }
            sites.put(contender, site);
            ServerProcess server = contender.start(site);
            servers.put(contender, server);
            if (contender.takesPushes()) {
                load.prepare(server);
            }
        }

        @Override
        public Sample round(Contender contender, boolean checks) throws IOException {
            ServerProcess server = servers.get(contender);
            Site site = sites.get(contender);
            if (server == null || site == null) {
                throw new IllegalArgumentException(contender.name() + " was not started");
            }
            Sample sample = measured(server, site, checks);
            workshop.settle(server);
            if (load.leavesBlobs()) {
                site.deleteBlobs();
                workshop.refillPageCache();
            }
            return sample;
        }

        private Sample measured(ServerProcess server, Site site, boolean checks) throws IOException {
            Sample sample = new Sample();
            try {
                for (Trial trial : load.trials(server)) {
                    try (trial) {
                        sample.with(trial.sample(Meter.measure(server, trial)));
                        if (checks) {
                            trial.check();
                        }
                    }
                }
                return sample;
            } catch (IOException e) {
                throw new IOException(e.getMessage() + "\nThe server's log ends with:\n" + site.logEnd(), e);
            }
        }

        @Override
        public void close() throws IOException {
            for (ServerProcess server : servers.values()) {
                server.close();
            }
            workshop.deleteSites();
        }
    }
}
