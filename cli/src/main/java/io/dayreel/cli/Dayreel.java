package io.dayreel.cli;

import io.dayreel.cli.check.InspectCommand;
import io.dayreel.cli.check.ProveCommand;
import io.dayreel.cli.check.VerifyCommand;
import io.dayreel.cli.commandline.ByteCount;
import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.demo.DemoCommand;
import io.dayreel.cli.operate.DevicesCommand;
import io.dayreel.cli.operate.ReindexCommand;
import io.dayreel.cli.operate.TokenCommand;
import io.dayreel.cli.pipe.ReadCommand;
import io.dayreel.cli.pipe.WriteCommand;
import io.dayreel.cli.push.PushCommand;
import io.dayreel.cli.topics.TopicsCommand;
import io.dayreel.cli.upload.UploadCommand;
import io.dayreel.cli.watch.WatchCommand;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command {@code dayreel}. Exit codes: 0 done, 1 failed, 2 used wrongly. */
@Command(
        name = "dayreel",
        version = "dayreel 0.1.0",
        mixinStandardHelpOptions = true,
        header = "Records cameras, keeps every frame, plays live and past.",
        description = {
            "",
            "One machine: 'dayreel demo' shows it with sample footage, 'dayreel up' starts an empty installation.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 used wrongly. DAYREEL_SERVER and DAYREEL_TOKEN stand for --server and --token.",
            "Each command has examples: dayreel COMMAND --help"
        },
        subcommands = {
            DemoCommand.class,
            PushCommand.class,
            UploadCommand.class,
            WatchCommand.class,
            WriteCommand.class,
            ReadCommand.class,
            InspectCommand.class,
            VerifyCommand.class,
            ProveCommand.class,
            DevicesCommand.class,
            TokenCommand.class,
            ReindexCommand.class,
            TopicsCommand.class
        })
public final class Dayreel {
    private Dayreel() {}

    public static void main(String... arguments) {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // libraries may log; this command has its own words
        int code = commandLine().execute(arguments);
        System.out.flush();
        System.exit(code);
    }

    /** The whole command, ready to run; for tests and documentation too. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Dayreel());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpLongOptionsMaxWidth(28);
        line.registerConverter(Duration.class, Quantities::duration);
        line.registerConverter(ByteCount.class, Quantities::bytes);
        line.setExecutionExceptionHandler(Dayreel::failed);
        line.setParameterExceptionHandler(Dayreel::usedWrongly);
        return line;
    }

    private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
        if (failure instanceof InterruptedException) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        line.getErr().println("dayreel: " + message);
        if (System.getenv("DAYREEL_DEBUG") != null) {
            failure.printStackTrace(line.getErr());
        }
        line.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int usedWrongly(ParameterException wrong, String... arguments) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("dayreel: " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }
}
