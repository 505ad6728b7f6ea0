package io.dayreel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CliReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "cli.md");

    @Test
    void theReferenceIsWhatTheCommandsSayOfThemselves() throws IOException {
        String generated = reference();
        if (Boolean.getBoolean("dayreel.write-reference")) {
            Files.writeString(REFERENCE, generated);
        }

        String written = Files.exists(REFERENCE) ? Files.readString(REFERENCE) : "";

        assertThat(written)
                .as("docs/reference/cli.md; write it anew with -Ddayreel.write-reference=true")
                .isEqualTo(generated);
    }

    @Test
    void aMissingOptionIsNamedAndTheStatusIsTwo() {
        StringWriter err = new StringWriter();

        int status = Dayreel.commandLine().setErr(new PrintWriter(err)).execute("push", "file.mp4");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("--device").contains("dayreel push --help");
    }

    @Test
    void anAddressWithoutSchemeIsExplained() {
        StringWriter err = new StringWriter();

        int status = Dayreel.commandLine()
                .setErr(new PrintWriter(err))
                .execute("watch", "--device", "yard", "--server", "camera.local");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("http://");
    }

    private static String reference() {
        CommandLine line = Dayreel.commandLine();
        StringBuilder text = new StringBuilder("# The dayreel command\n\n"
                + "Written by `CliReferenceTest` from the help of the commands; `./dayreel up` is described in the README.\n"
                + "`./dayreel` at the root of the repository builds what is not built and runs it.\n");
        append(text, line);
        line.getSubcommands().values().forEach(sub -> append(text, sub));
        return text.toString();
    }

    private static void append(StringBuilder text, CommandLine line) {
        line.setUsageHelpWidth(100);
        String usage = line.getUsageMessage(Ansi.OFF).replaceAll("(?m)[ \\t]+$", "");
        text.append("\n## ")
                .append(line.getCommandSpec().qualifiedName())
                .append("\n\n```\n")
                .append(usage.strip())
                .append("\n```\n");
    }
}
