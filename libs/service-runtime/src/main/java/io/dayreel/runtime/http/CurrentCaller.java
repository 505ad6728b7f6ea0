package io.dayreel.runtime.http;

import io.dayreel.access.Caller;
import io.dayreel.protocol.stream.DeviceId;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Who makes the current REST request. Every request under {@code /v1} has one. */
@RequestScoped
public class CurrentCaller {
    private Optional<Caller> current = Optional.empty();

    void set(Caller caller) {
        current = Optional.of(caller);
    }

    /** @throws ProblemException 401 if the request was not authenticated */
    public Caller caller() {
        return current.orElseThrow(() -> new ProblemException(Problem.unauthorised("a token is needed")));
    }

    public String tenant() {
        return caller().tenant();
    }

    /**
     * A device named in the request, if the caller may watch and query it.
     *
     * @throws ProblemException 404 for a device that is not the caller's, like for one that does not exist; 403 for a
     *     token that only sends
     */
    public DeviceId watchedDevice(String name) {
        return DeviceAccess.watched(caller(), name);
    }

    /** As {@link #watchedDevice}, for sending frames. */
    public DeviceId sendingDevice(String name) {
        DeviceId device = DeviceAccess.device(caller(), name);
        if (!caller().maySend()) {
            throw ProblemException.forbidden("the token's role may watch, not send frames");
        }
        return device;
    }

    /** @throws ProblemException 403 unless the caller is an operator or a service */
    public Caller operator() {
        if (!caller().mayOperate()) {
            throw ProblemException.forbidden("this needs a token with the role operator");
        }
        return caller();
    }
}
