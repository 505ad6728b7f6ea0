package io.dayreel.ingest.session;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a device is asked over its connection, and its answers. Remembers the last {@link #MAX_REQUESTS} requests: an
 * answer counts only for what was asked here. Used on the connection's thread.
 */
final class Commands {
    private static final int MAX_REQUESTS = 64;

    private final DeviceSocket socket;
    private final Consumer<DeviceReport> reports;
    private final Map<String, DeviceCommand.Resend> requests = new LinkedHashMap<>();

    Commands(DeviceSocket socket, Consumer<DeviceReport> reports) {
        this.socket = socket;
        this.reports = reports;
    }

    /** Passes a command on, unless the device does not read: sync asks again, and nothing piles up. */
    void deliver(DeviceCommand command) {
        if (!socket.isWritable()) {
            return;
        }
        if (command instanceof DeviceCommand.Resend resend) {
            requests.put(resend.request(), resend);
            if (requests.size() > MAX_REQUESTS) {
                requests.remove(requests.keySet().iterator().next());
            }
            socket.send(new ServerMessage.Resend(
                    resend.day(), resend.run(), resend.ranges(), resend.maxRate(), resend.request()));
        }
    }

    /** Reports an answer to a request, once; an answer to none is told so. */
    void answered(DeviceMessage.Have have) {
        DeviceCommand.Resend request = requests.remove(have.request());
        if (request == null) {
            socket.send(ServerMessage.Error.of(
                    "unknown-request", "have answers the request '" + have.request() + "', which is not open here"));
            return;
        }
        CounterRanges asked = request.ranges().intersection(have.asked());
        reports.accept(new DeviceReport.Have(
                request.device(),
                request.day(),
                request.run(),
                asked.intersection(have.ranges()),
                asked,
                request.request()));
    }
}
