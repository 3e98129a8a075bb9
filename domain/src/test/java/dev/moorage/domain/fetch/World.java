package dev.moorage.domain.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The complete state at one moment: what is stored, and what the replicas do.
 *
 * @param record the stored session
 * @param areas the staged bytes by the id of their fetch
 * @param published the bytes under the blob's digest
 * @param linked whether the repository has the blob whose upstream has it
 * @param linkedElsewhere whether a repository has it whose upstream does not have it
 * @param now the store's clock
 * @param lied the fetches to which the upstream has sent a wrong byte that none of their mismatches has shown
 * @param surprise an invariant that only the step itself can see to be broken
 * @param runs what the replicas do
 * @param started how many runs were started
 * @param faults how many faults of the upstream may still happen
 * @param crashes how many replicas may still crash
 */
record World(
        Optional<FetchSession> record,
        Map<Integer, Area> areas,
        Optional<String> published,
        boolean linked,
        boolean linkedElsewhere,
        int now,
        Set<Integer> lied,
        Optional<String> surprise,
        List<Optional<Run>> runs,
        int started,
        int faults,
        int crashes) {

    World with(int replica, Optional<Run> run) {
        List<Optional<Run>> next = new ArrayList<>(runs);
        next.set(replica, run);
        return new World(
                record,
                areas,
                published,
                linked,
                linkedElsewhere,
                now,
                lied,
                surprise,
                List.copyOf(next),
                started,
                faults,
                crashes);
    }

    World stored(Optional<FetchSession> session) {
        return new World(
                session,
                areas,
                published,
                linked,
                linkedElsewhere,
                now,
                lied,
                surprise,
                runs,
                started,
                faults,
                crashes);
    }

    World staged(int id, Optional<Area> area) {
        Map<Integer, Area> next = new TreeMap<>(areas);
        if (area.isPresent()) {
            next.put(id, area.get());
        } else {
            next.remove(id);
        }
        return new World(
                record,
                Map.copyOf(next),
                published,
                linked,
                linkedElsewhere,
                now,
                lied,
                surprise,
                runs,
                started,
                faults,
                crashes);
    }

    World publishing(String bytes) {
        return new World(
                record,
                areas,
                Optional.of(bytes),
                linked,
                linkedElsewhere,
                now,
                lied,
                surprise,
                runs,
                started,
                faults,
                crashes);
    }

    World linking(boolean elsewhere) {
        return new World(
                record,
                areas,
                published,
                linked || !elsewhere,
                linkedElsewhere || elsewhere,
                now,
                lied,
                surprise,
                runs,
                started,
                faults,
                crashes);
    }

    World lying(int id, boolean lie) {
        Set<Integer> next = new TreeSet<>(lied);
        boolean _ = lie ? next.add(id) : next.remove(id);
        return new World(
                record,
                areas,
                published,
                linked,
                linkedElsewhere,
                now,
                Set.copyOf(next),
                surprise,
                runs,
                started,
                faults,
                crashes);
    }

    World surprised(String invariant) {
        return new World(
                record,
                areas,
                published,
                linked,
                linkedElsewhere,
                now,
                lied,
                Optional.of(invariant),
                runs,
                started,
                faults,
                crashes);
    }

    World later() {
        return new World(
                record,
                areas,
                published,
                linked,
                linkedElsewhere,
                now + 1,
                lied,
                surprise,
                runs,
                started,
                faults,
                crashes);
    }

    World starting(int replica) {
        World next = with(replica, Optional.of(Run.START));
        return new World(
                record,
                areas,
                published,
                linked,
                linkedElsewhere,
                now,
                lied,
                surprise,
                next.runs,
                started + 1,
                faults,
                crashes);
    }

    World fault() {
        return new World(
                record,
                areas,
                published,
                linked,
                linkedElsewhere,
                now,
                lied,
                surprise,
                runs,
                started,
                faults - 1,
                crashes);
    }

    World crash(int replica) {
        World next = with(replica, Optional.empty());
        return new World(
                record,
                areas,
                published,
                linked,
                linkedElsewhere,
                now,
                lied,
                surprise,
                next.runs,
                started,
                faults,
                crashes - 1);
    }
}
