package dev.moorage.http.jetty.limit;

import dev.moorage.application.port.in.access.ClientNetwork;
import dev.moorage.http.exchange.RequestEndedException.Reason;
import dev.moorage.http.jetty.connection.WatchedEndPoint;
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
 * The requests in flight, limited in number. At a limit, the slowest requests whose clients the server waits for make room
 * for a new one: those of the same address if that is over its limit, or of all addresses. A new request for which there is
 * still no room is refused at once.
 */
public final class Transfers extends Handler.Wrapper {
    private static final HttpField RETRY = new HttpField(HttpHeader.RETRY_AFTER, "5");
    private static final HttpField CLOSE = new HttpField(HttpHeader.CONNECTION, "close");
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Limits limits;
    private final Handler next;
    private final Admission admission;
    private final Set<Transfer> inFlight = ConcurrentHashMap.newKeySet();
    private final ReentrantLock makingRoom = new ReentrantLock();

    public Transfers(Limits limits, Handler handler) {
        super(handler);
        this.limits = limits;
        this.next = handler;
        this.admission = new Admission(limits.requests(), limits.requestsOfAddress());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ClientNetwork address = ClientNetwork.of(request.getConnectionMetaData().getRemoteSocketAddress());
        Admission.Decision decision = admission.enter(address);
        if (decision != Admission.Decision.ADMITTED) {
            decision = enterForAnother(address);
        }
        if (decision != Admission.Decision.ADMITTED) {
            refuse(decision, request, response, callback);
            return true;
        }
        Transfer transfer = begin(request, address);
        boolean handled = next.handle(transfer, transfer.counting(response), callback);
        transfer.returned(callback);
        return handled;
    }

    /** Creates the transfer of an admitted request. Its place is given back when it completes, or at once if this fails. */
    private Transfer begin(Request request, ClientNetwork address) {
        boolean begun = false;
        Transfer transfer = new Transfer(request, address);
        inFlight.add(transfer);
        try {
            if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
                request.addHttpStreamWrapper(stream -> new EarlyAnswer(stream, transfer::isEnded));
            }
            Request.addCompletionListener(request, _ -> completed(transfer));
            begun = true;
            return transfer;
        } finally {
            if (!begun) {
                completed(transfer);
            }
        }
    }

    private void completed(Transfer transfer) {
        transfer.completed();
        inFlight.remove(transfer);
        leave(transfer);
    }

    private void leave(Transfer transfer) {
        if (transfer.leave()) {
            admission.leave(transfer.address());
        }
    }

    /**
     * Ends slow requests, and admits the new one. A request that is ended gives up its place at once, although it takes
     * until its response is sent. The number of ended requests still in flight is bounded.
     */
    private Admission.Decision enterForAnother(ClientNetwork address) {
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

    /** Returns at most {@code most} of the requests whose clients the server waits for, the slowest first. */
    List<Transfer> slowest(Predicate<Transfer> which, int most) {
        return SlowestFirst.of(inFlight.stream().filter(which).toList(), most, System.nanoTime());
    }

    /** Ends the slowest eighth of the requests, since the heap is nearly full. */
    public void endSlowest() {
        slowest(_ -> true, Limits.room(inFlight.size())).forEach(this::end);
    }

    /** Ends the requests on these connections whose clients the server waits for, since connections have reached a limit. */
    void endOn(Set<WatchedEndPoint> sockets) {
        inFlight.stream()
                .filter(transfer -> transfer.socket().filter(sockets::contains).isPresent())
                .forEach(this::end);
    }

    /** Ends the requests whose clients have kept the server waiting without a byte for more than {@code mostNanos}. */
    public void endStalled(long now, long mostNanos) {
        inFlight.stream()
                .filter(transfer -> transfer.silence(now) > mostNanos)
                .forEach(transfer -> transfer.end(Reason.STALLED));
    }

    /** Fails the requests that are still in flight although their connection or stream has ended. */
    public void failGone() {
        inFlight.forEach(Transfer::failIfGone);
    }

    /** Ends all requests whose clients the server waits for, since the server is stopping. */
    public void endAll() {
        inFlight.forEach(transfer -> transfer.end(Reason.STOPPING));
    }

    /** The number of requests in flight. */
    public int count() {
        return inFlight.size();
    }
}
