package io.dayreel.cli.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.cli.Dayreel;
import io.dayreel.cli.device.ScriptedServer;
import io.dayreel.testkit.media.SampleFootage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code dayreel push} where the server will not have it: it says why, exits with 1 and does not come back. */
class PushRefusedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final StringWriter said = new StringWriter();

    /** On a thread of its own: the common pool, of which the HTTP client has need, may be a single thread. */
    private int push(ScriptedServer server) throws Exception {
        CommandLine command =
                Dayreel.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        String[] arguments = {
            "push",
            SampleFootage.carDetection().toString(),
            "--device",
            "cam",
            "--loop",
            "--server",
            server.address(),
            "--token",
            "a-token",
            "--spool",
            directory.resolve("spool").toString()
        };
        FutureTask<Integer> running = new FutureTask<>(() -> command.execute(arguments));
        Thread thread = new Thread(running, "test-push");
        thread.setDaemon(true);
        thread.start();
        return running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aWrongTokenIsNamedAndNotTriedAgain() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.start(0, (with, number) -> with.closeWith(4401, "the token's signature is wrong"))) {

            int code = push(server);

            assertThat(code).isEqualTo(1);
            assertThat(said.toString())
                    .contains("dayreel: the server refuses the token: the token's signature is wrong")
                    .doesNotContain("a-token");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aSecondProcessThatTookOverIsNamedAndNotFoughtWith() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(0, (with, number) -> {
            with.welcome();
            with.frames(5);
            with.closeWith(4409, "a newer connection of this device took over");
        })) {

            int code = push(server);

            assertThat(code).isEqualTo(1);
            assertThat(said.toString()).contains("another connection took over: a second process sends as cam");
            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
