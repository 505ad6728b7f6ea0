package io.dayreel.cli.commandline;

import io.dayreel.contracts.json.Json;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How a command talks: results on standard output (text, or one JSON object per line with {@code --json}), everything
 * else on standard error. Progress is shown only to a person, that is on a terminal and without {@code --json}.
 */
public final class Terminal {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print results as JSON, one object per line, for scripts.")
    private boolean json;

    private boolean progressShown;

    /** Prints a result. @param text for people @param value for scripts */
    public void result(String text, Object value) {
        clearProgress();
        PrintWriter out = command.commandLine().getOut();
        out.println(json ? Json.write(value) : text);
        out.flush();
    }

    /** Prints a result only if it is not asked for as JSON. */
    public void text(String text) {
        if (!json) {
            clearProgress();
            PrintWriter out = command.commandLine().getOut();
            out.println(text);
            out.flush();
        }
    }

    /** Tells a person what happens. */
    public synchronized void note(String text) {
        clearProgress();
        PrintWriter err = command.commandLine().getErr();
        err.println("dayreel: " + text);
        err.flush();
    }

    /** Rewrites the line of progress. @param line asked for only if somebody sees it */
    public synchronized void progress(Supplier<String> line) {
        if (!json && System.console() != null) {
            PrintWriter err = command.commandLine().getErr();
            err.print("\r\033[K" + line.get());
            err.flush();
            progressShown = true;
        }
    }

    private synchronized void clearProgress() {
        if (progressShown) {
            PrintWriter err = command.commandLine().getErr();
            err.print("\r\033[K");
            err.flush();
            progressShown = false;
        }
    }

    public boolean isJson() {
        return json;
    }
}
