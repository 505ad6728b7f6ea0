package io.dayreel.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessIT {
    @TempDir
    Path directory;

    @Test
    void aStartedProcessHasItsEnvironmentAndSaysItsPortAndComesBackAfterAKill() throws Exception {
        try (ServiceProcess echo = echo().start()) {
            int firstPort = port(echo);
            assertThat(Files.readString(echo.output())).contains("greeting hello cheerful");

            echo.kill9();
            assertThat(echo.isAlive()).isFalse();
            echo.restart();

            assertThat(port(echo)).isNotEqualTo(firstPort);
            assertThat(echoed(port(echo), 2000)).isEqualTo(42);
        }
    }

    @Test
    void aSuspendedProcessAnswersNothingUntilItIsResumed() throws Exception {
        try (ServiceProcess echo = echo().start()) {
            echo.suspend();
            assertThatThrownBy(() -> echoed(port(echo), 300)).isInstanceOf(SocketTimeoutException.class);

            echo.resume();

            assertThat(echoed(port(echo), 5000)).isEqualTo(42);
        }
    }

    @Test
    void aProcessThatEndsTooEarlyIsReportedWithTheEndOfItsOutput() {
        assertThatThrownBy(() -> echo().arguments("fail").start())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ended with status 3")
                .hasMessageContaining("this is why it failed");
    }

    @Test
    void stopEndsTheProcessBySigtermAndReturnsItsStatus() {
        try (ServiceProcess echo = echo().start()) {
            int status = echo.stop();

            assertThat(status).isEqualTo(143);
        }
    }

    @Test
    void aProcessThatIsNotReadyInTimeIsKilled() {
        ServiceCommand never = echo().readyWhen(Readiness.logLine("never said")).readyWithin(Duration.ofSeconds(2));

        assertThatThrownBy(never::start).hasMessageContaining("was not ready within 2 s");

        // The kernel may take a moment to bury it.
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    }

    private ServiceCommand echo() {
        return ServiceCommand.main("echo", EchoMain.class.getName())
                .environment("GREETING", "hello")
                .property("mood", "cheerful")
                .jvm("-Xmx32m")
                .outputTo(directory.resolve("echo.log"))
                .readyWhen(Readiness.logLine("listening on (\\d+)\\s"));
    }

    private static int port(ServiceProcess echo) {
        return Integer.parseInt(echo.readyMatch().group(1));
    }

    private static int echoed(int port, int timeoutMillis) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(timeoutMillis);
            socket.getOutputStream().write(42);
            return socket.getInputStream().read();
        }
    }
}
