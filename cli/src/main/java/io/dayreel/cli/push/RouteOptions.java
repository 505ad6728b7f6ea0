package io.dayreel.cli.push;

import io.dayreel.cli.device.Route;
import io.dayreel.cli.device.Transport;
import io.dayreel.cli.trial.TrialFaults;
import io.dayreel.contracts.device.Level;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What frames go over, and what goes wrong on purpose. */
public final class RouteOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--transport",
            paramLabel = "WAY",
            defaultValue = "ws",
            description = "ws (default): the WebSocket. udp: what is new over UDP, what does not arrive over the"
                    + " WebSocket. http: batches, for networks without WebSockets; nobody can then ask for frames, and"
                    + " --wants archived is not possible.")
    private Transport transport;

    @Option(
            names = "--loss",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "For trials: lose this share, 0 to 1. With udp, of the packets in both directions; with ws, of"
                            + " the frames, until the installation asks for them; with http, until there are no others.")
    private double loss;

    @Option(
            names = "--reorder",
            description = "For trials: packets (udp) overtake each other, some frames (ws, http) come late.")
    private boolean reorder;

    @Option(names = "--duplicate", description = "For trials: send one packet (udp) or message in ten twice.")
    private boolean duplicate;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "For trials: the same number draws the same faults (default: 1).")
    private long seed;

    /** @throws ParameterException if the options do not fit each other */
    Route route(Level wants) {
        if (transport == Transport.HTTP && wants == Level.ARCHIVED) {
            throw new ParameterException(
                    command.commandLine(),
                    "--transport http hears nothing of archives: use --wants received, or another transport");
        }
        try {
            return new Route(transport, new TrialFaults(loss, reorder, duplicate, seed));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--loss: " + e.getMessage(), e);
        }
    }
}
