package dev.moorage.http.jetty.limit;

import dev.moorage.application.port.in.access.ClientNetwork;
import java.util.HashMap;
import java.util.Map;

/** Enforces two limits on what is open at once: one for all addresses together, and one for each address. */
public final class Admission {
    private final int limit;
    private final int limitOfAddress;
    private final Map<ClientNetwork, Integer> counts = new HashMap<>();
    private int count;

    public Admission(int limit, int limitOfAddress) {
        this.limit = limit;
        this.limitOfAddress = limitOfAddress;
    }

    /** The result of a request to enter. */
    public enum Decision {
        ADMITTED,
        /** The limit of all addresses is reached. */
        FULL,
        /** The limit of this address is reached. */
        ADDRESS_FULL
    }

    synchronized Decision enter(ClientNetwork address) {
        int ofAddress = counts.getOrDefault(address, 0);
        if (count >= limit) {
            return Decision.FULL;
        }
        if (ofAddress >= limitOfAddress) {
            return Decision.ADDRESS_FULL;
        }
        count++;
        counts.put(address, ofAddress + 1);
        return Decision.ADMITTED;
    }

    /** Gives back one place of the address. */
    synchronized void leave(ClientNetwork address) {
        count--;
        counts.computeIfPresent(address, (_, ofAddress) -> ofAddress == 1 ? null : ofAddress - 1);
    }

    public synchronized int count() {
        return count;
    }
}
