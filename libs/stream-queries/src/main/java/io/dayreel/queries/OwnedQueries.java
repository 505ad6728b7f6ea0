package io.dayreel.queries;

import io.dayreel.contracts.http.TryAgainException;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.queries.Holders.Share;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers questions about a device from whichever instance holds its state: this one, the owner, or a standby while the
 * owner is away. A question that was forwarded is answered here and never forwarded again. Thread-safe.
 */
public final class OwnedQueries {
    /** Query parameter of a forwarded question. */
    public static final String FORWARDED = "forwarded";

    /** Asks a peer with a bounded wait. */
    @FunctionalInterface
    public interface Peers {
        /**
         * @return the answer, empty if the peer says 404
         * @throws IOException if the peer does not answer, or with another status
         */
        <T> Optional<T> get(URI address, String tenant, Class<T> type) throws IOException, InterruptedException;
    }

    private final StreamsRunner streams;
    private final Peers peers;

    public OwnedQueries(StreamsRunner streams, Peers peers) {
        this.streams = streams;
        this.peers = peers;
    }

    /**
     * One device's question.
     *
     * @param path absolute path and query of the same question at a peer
     * @param forwarded whether a peer asked: then only this instance's stores count
     * @param here answers from the stores of this instance
     * @return the answer, empty if there is none
     * @throws TryAgainException if nobody who holds the device answers at the moment; an instance that does not hold it,
     *     or is still restoring it, never says that there is none
     */
    public <T> Optional<T> ask(Question<T> question, boolean forwarded, Supplier<Optional<T>> here) {
        Holders holders = streams.holders(question.store(), question.device().toString());
        if (holders.here() == Share.OWNER || (forwarded && holders.here() == Share.STANDBY)) {
            return here.get();
        }
        List<IOException> failures = new ArrayList<>();
        for (URI holder : forwarded ? List.<URI>of() : holders.elsewhere()) {
            try {
                return peers.get(
                        forward(holder, question.path()), question.device().tenant(), question.type());
            } catch (IOException e) {
                failures.add(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TryAgainException("interrupted while asking " + holder, e);
            }
        }
        if (holders.here() == Share.STANDBY) {
            return here.get();
        }
        throw new TryAgainException(
                "nobody who holds " + question.device() + " answers at the moment, try again in a second",
                failures.isEmpty() ? null : failures.get(0));
    }

    /**
     * A question over all devices of a tenant: the answers of every instance that owns a part, this one among them.
     *
     * @throws TryAgainException if one of them does not answer: a part is never passed off as the whole
     */
    public <T> List<T> askAll(String store, String tenant, String path, Class<T> type, Supplier<T> here) {
        List<T> answers = new ArrayList<>();
        if (streams.ownsPartOf(store)) {
            answers.add(here.get());
        }
        for (URI peer : streams.peers(store)) {
            try {
                peers.get(forward(peer, path), tenant, type).ifPresent(answers::add);
            } catch (IOException e) {
                throw new TryAgainException("the instance at " + peer + " does not answer, try again", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TryAgainException("interrupted while asking " + peer, e);
            }
        }
        return answers;
    }

    /**
     * @param store any store that is keyed by the device
     * @param path absolute path and query of the same question at a peer
     */
    public record Question<T>(String store, DeviceId device, String path, Class<T> type) {}

    private static URI forward(URI peer, String path) {
        return peer.resolve(path + (path.indexOf('?') < 0 ? '?' : '&') + FORWARDED + "=true");
    }
}
