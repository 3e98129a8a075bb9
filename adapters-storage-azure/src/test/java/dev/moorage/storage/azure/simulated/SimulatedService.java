package dev.moorage.storage.azure.simulated;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import dev.moorage.storage.tck.ScriptedFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import reactor.core.publisher.Mono;

/**
 * The service behind the SDK's pipeline. It loses, counts or forwards requests, and the account responds. Faults are
 * scripted, or random from a seed.
 */
public final class SimulatedService implements HttpClient {
    private final SimulatedAccount account;
    private final Map<Operation, Integer> counts = new EnumMap<>(Operation.class);
    private final Map<Operation, Deque<Fault>> script = new EnumMap<>(Operation.class);
    private final Map<Operation, Runnable> before = new EnumMap<>(Operation.class);
    private final List<Call> delayed = new ArrayList<>();
    private final ScriptedFaults stalls = new ScriptedFaults();
    private Random chance = new Random(0);
    private double likelihood;

    public SimulatedService(SimulatedAccount account) {
        this.account = account;
    }

    /** Stalls the drivers before requests. */
    public ScriptedFaults stalls() {
        return stalls;
    }

    /** Makes the next requests of this kind fail, one fault for each. */
    public synchronized void next(Operation operation, Fault... faults) {
        script.computeIfAbsent(operation, _ -> new ArrayDeque<>()).addAll(List.of(faults));
    }

    /** Runs an action just before the next request of this kind arrives. */
    public synchronized void beforeNext(Operation operation, Runnable action) {
        before.put(operation, action);
    }

    /** From now on, makes requests fail at random. */
    public synchronized void misbehave(long seed, double howOften) {
        chance = new Random(seed);
        likelihood = howOften;
    }

    /** Delivers the delayed requests. */
    public synchronized void arrive() {
        delayed.forEach(account::answer);
        delayed.clear();
    }

    /** Returns the number of requests since the last call, by operation. */
    public synchronized Map<Operation, Integer> counts() {
        Map<Operation, Integer> seen = new EnumMap<>(counts);
        counts.clear();
        return seen;
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        Call call = Call.of(request);
        if (request.getHeaders().getValue(com.azure.core.http.HttpHeaderName.AUTHORIZATION) == null
                && !call.query().containsKey("sig")) {
            throw new AssertionError("a request that is not signed");
        }
        Fault fault = arrived(call.operation());
        if (fault == null) {
            return new SimulatedResponse(request, account.answer(call), Integer.MAX_VALUE);
        }
        return switch (fault) {
            case LOST -> throw new UncheckedIOException(new IOException("connection reset"));
            case DELAYED -> throw delay(call);
            case ANSWER_LOST -> {
                account.answer(call);
                throw new UncheckedIOException(new IOException("connection reset"));
            }
            case BUSY -> new SimulatedResponse(request, Answer.error(503, "ServerBusy"), Integer.MAX_VALUE);
            case FAILED_AFTER -> {
                account.answer(call);
                yield new SimulatedResponse(request, Answer.error(500, "OperationTimedOut"), Integer.MAX_VALUE);
            }
            case FLIPPED -> new SimulatedResponse(request, account.answer(flipped(call)), Integer.MAX_VALUE);
            case BROKEN_BODY -> {
                Answer answer = account.answer(call);
                yield new SimulatedResponse(request, answer, answer.body().length / 2);
            }
        };
    }

    private Fault arrived(Operation operation) {
        Runnable action;
        synchronized (this) {
            action = before.remove(operation);
        }
        if (action != null) {
            action.run();
        }
        stalls.next();
        synchronized (this) {
            counts.merge(operation, 1, Integer::sum);
            Fault scripted = script.getOrDefault(operation, new ArrayDeque<>()).poll();
            if (scripted != null || chance.nextDouble() >= likelihood) {
                return scripted;
            }
            Fault[] byChance = {Fault.LOST, Fault.ANSWER_LOST, Fault.BUSY, Fault.FAILED_AFTER, Fault.DELAYED};
            return byChance[chance.nextInt(byChance.length)];
        }
    }

    private synchronized UncheckedIOException delay(Call call) {
        delayed.add(call);
        return new UncheckedIOException(new IOException("timed out"));
    }

    private static Call flipped(Call call) {
        byte[] body = BinaryData.fromBytes(call.body()).toBytes().clone();
        body[body.length / 2] ^= 1;
        return new Call(call.operation(), call.blob(), call.query(), call.request(), body);
    }
}
