package io.dayreel.cli.operate;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.cli.commandline.ServerOptions;
import io.dayreel.cli.commandline.Terminal;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rebuilds what the installation knows from its object storage alone. */
@Command(
        name = "reindex",
        mixinStandardHelpOptions = true,
        header = "Rebuild the index from object storage alone.",
        description = {"", "Needs an operator's token. Playing and recording go on meanwhile.", ""},
        footer = {"", "Examples:", "  dayreel reindex --wait", "  dayreel reindex --json"})
public final class ReindexCommand implements Callable<Integer> {
    private static final Set<String> FAILED = Set.of("failed", "cancelled");
    private static final Set<String> OVER = Set.of("done", "completed", "finished", "succeeded", "failed", "cancelled");
    private static final long POLL_MILLIS = 500;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Terminal terminal;

    @Option(names = "--wait", description = "Return only when it is finished.")
    private boolean wait;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Api api = new Api(server.address());
        JsonNode job = api.post("/v1/reindex");
        String id = job.path("id").asText();
        CountDownLatch pause = new CountDownLatch(1);
        while (wait && !OVER.contains(state(job))) {
            JsonNode now = job;
            terminal.progress(() -> "reindex " + id + ": " + now);
            pause.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            job = api.get("/v1/reindex/" + id);
        }
        terminal.result("reindex " + id + ": " + job, job);
        return FAILED.contains(state(job)) ? 1 : 0;
    }

    private static String state(JsonNode job) {
        return job.path("state").asText(job.path("status").asText());
    }
}
