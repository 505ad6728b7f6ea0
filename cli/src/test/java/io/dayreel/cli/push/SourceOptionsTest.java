package io.dayreel.cli.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.cli.Dayreel;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.SampleFootage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Sources that do not fit each other are refused before anything is opened. */
class SourceOptionsTest {
    private static final String CAR = SampleFootage.carDetection().toString();
    private static final String PERSON = SampleFootage.onePersonDetection().toString();
    private static final int WRONG_USE = 2;

    private static String refused(String... sources) {
        StringWriter said = new StringWriter();
        CommandLine command =
                Dayreel.commandLine().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        List<String> arguments = new ArrayList<>(List.of("push", "--device", "cam", "--token", "t"));
        arguments.addAll(List.of(sources));

        assertThat(command.execute(arguments.toArray(String[]::new))).isEqualTo(WRONG_USE);
        return said.toString();
    }

    @Covers("C4")
    @Test
    void aSubStreamIsOfTheSameKindAsTheMainOne() {
        assertThat(refused("rtsp://camera/main", "--sub", CAR)).contains("SOURCE is a camera, " + CAR + " is a file");
        assertThat(refused(CAR, "--sub", "rtsp://camera/sub"))
                .contains("rtsp://camera/sub is a camera, SOURCE is a file");
    }

    @Test
    void aSourceIsNamedOnceAndSubStreamsAreFew() {
        assertThat(refused(CAR, "--sub", CAR)).contains("--sub: " + CAR + " is named twice");
        assertThat(refused("rtsp://c/0", "--sub", "rtsp://c/1", "--sub", "rtsp://c/1"))
                .contains("--sub: rtsp://c/1 is named twice");
        assertThat(refused(
                        "rtsp://c/0",
                        "--sub",
                        "rtsp://c/1",
                        "--sub",
                        "rtsp://c/2",
                        "--sub",
                        "rtsp://c/3",
                        "--sub",
                        "rtsp://c/4"))
                .contains("--sub can be given 3 times, not 4");
    }

    @Test
    void aSubStreamThatIsNotThereIsNamed() {
        assertThat(refused(CAR, "--sub", "absent.mp4")).contains("there is no file absent.mp4 that can be read");
        assertThat(refused(CAR, "--sub", PERSON, "--fast", "--loop")).contains("--loop plays at the pace of capture");
    }
}
