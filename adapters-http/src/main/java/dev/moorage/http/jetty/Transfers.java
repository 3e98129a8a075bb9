package dev.moorage.http.jetty;

import dev.moorage.http.RequestEndedException.Reason;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The requests in flight, no more than the limits allow. Where they run short, the slowest of those whose clients are waited for make
 * room for what comes, of the address that has too many or of all. What finds no room is answered at once.
 */
final class Transfers extends Handler.Wrapper {
    private static final HttpField RETRY = new HttpField(HttpHeader.RETRY_AFTER, "5");
    private static final HttpField CLOSE = new HttpField(HttpHeader.CONNECTION, "close");
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Limits limits;
    private final Admission admission;
    private final Set<Transfer> inFlight = ConcurrentHashMap.newKeySet();
    private final ReentrantLock makingRoom = new ReentrantLock();

    Transfers(Limits limits, Handler handler) {
        super(handler);
        this.limits = limits;
        this.admission = new Admission(limits.requests(), limits.requestsOfAddress());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ClientAddress address = ClientAddress.of(request.getConnectionMetaData().getRemoteSocketAddress());
        Admission.Decision decision = admission.enter(address);
        if (decision != Admission.Decision.ADMITTED) {
            decision = enterForAnother(address);
        }
        if (decision != Admission.Decision.ADMITTED) {
            refuse(decision, request, response, callback);
            return true;
        }
        Transfer transfer = new Transfer(request, address);
        inFlight.add(transfer);
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
            request.addHttpStreamWrapper(stream -> new EarlyAnswer(stream, transfer::isEnded));
        }
        Request.addCompletionListener(request, _ -> {
            transfer.completed();
            inFlight.remove(transfer);
            leave(transfer);
        });
        return super.handle(transfer, transfer.counting(response), callback);
    }

    private void leave(Transfer transfer) {
        if (transfer.leave()) {
            admission.leave(transfer.address());
        }
    }

    /** Those that are ended give their places away at once, and go as soon as they are answered: but they do not pile up. */
    private Admission.Decision enterForAnother(ClientAddress address) {
        makingRoom.lock();
        try {
            Admission.Decision decision = admission.enter(address);
            if (decision != Admission.Decision.ADMITTED
                    && inFlight.size() < limits.requests() + Limits.room(limits.requests())) {
                boolean ofAddress = decision == Admission.Decision.ADDRESS_FULL;
                slowest(
                                transfer -> !ofAddress || transfer.address().equals(address),
                                Limits.room(ofAddress ? limits.requestsOfAddress() : limits.requests()))
                        .forEach(this::end);
                decision = admission.enter(address);
            }
            return decision;
        } finally {
            makingRoom.unlock();
        }
    }

    private void end(Transfer transfer) {
        leave(transfer);
        transfer.end(Reason.PRESSURE);
    }

    private static void refuse(Admission.Decision decision, Request request, Response response, Callback callback) {
        response.setStatus(decision == Admission.Decision.ADDRESS_FULL ? TOO_MANY : UNAVAILABLE);
        response.getHeaders().put(RETRY);
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            response.getHeaders().put(CLOSE);
            WatchedEndPoint.below(
                            request.getConnectionMetaData().getConnection().getEndPoint())
                    .ifPresent(WatchedEndPoint::answeredEarly);
        }
        JsonErrorHandler.write(request, response, callback);
    }

    /** At most so many of those whose clients are waited for, the slowest first. */
    List<Transfer> slowest(Predicate<Transfer> which, int most) {
        return SlowestFirst.of(inFlight.stream().filter(which).toList(), most, System.nanoTime());
    }

    /** Ends the slowest eighth, since the heap runs short. */
    void endSlowest() {
        slowest(_ -> true, Limits.room(inFlight.size())).forEach(this::end);
    }

    /** Ends all on these connections whose clients are waited for, since connections run short. */
    void endOn(Set<WatchedEndPoint> sockets) {
        inFlight.stream()
                .filter(transfer -> transfer.socket().filter(sockets::contains).isPresent())
                .forEach(this::end);
    }

    /** Ends those whose clients have let the server wait for so long without a byte. */
    void endStalled(long now, long mostNanos) {
        inFlight.stream()
                .filter(transfer -> transfer.silence(now) > mostNanos)
                .forEach(transfer -> transfer.end(Reason.STALLED));
    }

    /** Ends all whose clients are waited for, since the server stops. */
    void endAll() {
        inFlight.forEach(transfer -> transfer.end(Reason.STOPPING));
    }

    /** How many requests are in flight. */
    int count() {
        return inFlight.size();
    }
}
