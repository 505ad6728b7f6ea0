package io.dayreel.cli.check;

import io.dayreel.cli.commandline.Terminal;
import io.dayreel.protocol.segment.FileByteSource;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether stored bytes are as they were written. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        header = "Check that segments and frames are as they were written.",
        description = {
            "",
            "Recomputes each segment's Merkle root and holds it against its trailer and its name, or each frame's checksum in"
                    + " a file of frames, and names the first wrong byte range. Needs no server. Days are not sealed yet, so"
                    + " that a segment that is missing altogether is not noticed: the result says 'unsealed'.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  dayreel verify data/objects",
            "  dayreel verify --store s3://video --endpoint http://localhost:9000 --prefix home/yard/2026-11-21",
            "  dayreel verify five.frames"
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final String SEGMENT = ".drs";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Terminal terminal;

    @Mixin
    private StoreOptions storeOptions;

    @Parameters(paramLabel = "FILE|DIR", arity = "0..*", description = "Files, or directories with segments in them.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only objects of the store whose key begins so, like tenant/device/day.")
    private String prefix;

    private long checked;
    private long altered;

    @Override
    public Integer call() throws IOException {
        if (paths.isEmpty() == !storeOptions.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "give files or directories to verify, or a store with --store LOCATION");
        }
        if (storeOptions.isGiven()) {
            try (ObjectStore store = storeOptions.open()) {
                verify(store);
            }
        }
        for (Path path : paths) {
            verify(path);
        }
        terminal.result(
                checked + " checked, " + altered + " altered; unsealed: missing segments would not be noticed",
                Map.of("checked", checked, "altered", altered, "sealed", false));
        return altered == 0 ? 0 : 1;
    }

    private void verify(ObjectStore store) throws IOException {
        for (ObjectSummary object : store.listAll(prefix)) {
            if (object.key().endsWith(SEGMENT)) {
                judged(Verdict.ofSegment(object.key(), new ObjectSource(store, object.key())));
            }
        }
    }

    private void verify(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            verifyFile(path);
            return;
        }
        List<Path> segments;
        try (Stream<Path> files = Files.walk(path)) {
            segments = files.filter(file -> file.toString().endsWith(SEGMENT))
                    .sorted()
                    .toList();
        }
        for (Path segment : segments) {
            verifyFile(segment);
        }
    }

    private void verifyFile(Path path) throws IOException {
        try (FileByteSource source = file(path)) {
            judged(
                    path.toString().endsWith(SEGMENT)
                            ? Verdict.ofSegment(path.toString(), source)
                            : Verdict.ofFrames(path.toString(), source));
        }
    }

    static FileByteSource file(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("there is no file " + path);
        }
        return new FileByteSource(path);
    }

    private void judged(Verdict verdict) {
        checked++;
        if (!verdict.intact()) {
            altered++;
        }
        if (!verdict.intact() || terminal.isJson()) {
            terminal.result(verdict.text(), verdict);
        } else {
            terminal.progress(() -> checked + " checked");
        }
    }
}
