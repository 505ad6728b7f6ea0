package io.dayreel.cli.push;

import io.dayreel.cli.thinning.ThinLine;
import io.dayreel.cli.thinning.WindowPlan;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is left out for the sake of a thin line. */
public final class ThinningOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--window",
            paramLabel = "TIME",
            description =
                    "Send windows of this length, like 3s: each begins with a key frame and goes out at once when it"
                            + " is over. Without --refresh one follows the other, each up to the first key frame behind its"
                            + " length, and nothing is left out.")
    private Duration window;

    @Option(
            names = "--refresh",
            paramLabel = "TIME",
            description =
                    "From the start of one window to the start of the next, like 10s. What lies between is left out;"
                            + " each window then has exactly its length and ends with an event of type dayreel.window.")
    private Duration refresh;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "Send every N-th picture of each video track, and no sound. Only pictures that no other needs"
                    + " are left out; where that is not enough, only key frames are sent, about as many as asked for.")
    private Integer every;

    @Option(names = "--audio", description = "With --every: send the sound all the same.")
    private boolean audio;

    /** @throws ParameterException if the options do not fit each other */
    ThinLine thinLine() {
        if (every != null && every < 1) {
            throw wrong("--every takes a number from 1 (every picture), not " + every);
        }
        if (audio && every == null) {
            throw wrong("--audio goes with --every; without that, sound is sent anyhow");
        }
        if (refresh != null && window == null) {
            throw wrong("--refresh goes with --window, which says how long each window is");
        }
        try {
            Optional<WindowPlan> plan = Optional.ofNullable(window)
                    .map(length -> refresh == null ? WindowPlan.gapless(length) : new WindowPlan(length, refresh));
            return new ThinLine(every == null ? 1 : every, every == null || audio, plan);
        } catch (IllegalArgumentException e) {
            throw wrong("--window: " + e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
