package io.dayreel.benchmarks.load;

import io.dayreel.benchmarks.process.ToolProcess;
import io.dayreel.benchmarks.process.ToolProcess.Line;
import io.dayreel.contracts.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The load generator, driven from another process. The owner closes it. */
public final class LoadProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final String RESULT = "result ";

    private final ToolProcess process;

    private LoadProcess(ToolProcess process) {
        this.process = process;
    }

    /** What came of an order, and when its measurement ended on {@link System#nanoTime}'s clock. */
    public record Outcome(LoadResult result, long endNanos) {}

    /** Starts it; its log goes to the directory. */
    public static LoadProcess start(Path directory) throws InterruptedException {
        ToolProcess process = ToolProcess.start("load", LoadMain.class, directory, List.of("-Xmx1g"));
        process.await("ready", START_LIMIT);
        return new LoadProcess(process);
    }

    /**
     * Runs an order to its end.
     *
     * @param onMeasuring called when its warm-up is over
     */
    public Outcome run(LoadOrder order, Runnable onMeasuring) throws InterruptedException {
        process.say(Json.write(order));
        process.await("measuring", LIMIT);
        onMeasuring.run();
        Line line = process.await(RESULT, LIMIT);
        return new Outcome(Json.read(line.text().substring(RESULT.length()), LoadResult.class), line.nanos());
    }

    /** The operating system's number. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}
