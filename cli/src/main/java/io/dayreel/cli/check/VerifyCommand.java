package io.dayreel.cli.check;

import io.dayreel.access.InstallationKeys;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.protocol.manifest.DayFiles;
import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.DayReport;
import io.dayreel.protocol.manifest.DayVerification;
import io.dayreel.protocol.manifest.ExcerptProof;
import io.dayreel.protocol.segment.FileByteSource;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether stored bytes are as they were written and nothing of a sealed day is missing. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        header = "Check that days, segments, frames and clips are as they were written.",
        description = {
            "",
            "Checks each day, from object storage alone or from copied files: the chain of its manifests and their"
                    + " signatures, every segment's Merkle root, and that none is missing, renamed or exchanged. Names the"
                    + " first wrong byte range and its segment. Needs no server.",
            "",
            "A day without a manifest, and segments that came after the last one, are 'unsealed': what is missing of them"
                    + " altogether cannot be known. That the newest manifest was not taken away with all that came after the"
                    + " one before, only its hash tells, if it was noted elsewhere (--newest).",
            "",
            "An exported MP4 clip carries its proof: every sample is held against the index of its segment, that segment"
                    + " against the day's signed manifest; a frame that was taken out, exchanged or moved in time is"
                    + " named. A clip of a day that was not sealed yet is 'unsealed'.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 intact, and with --public-key also sealed; 1 altered or missing; 2 used wrongly; 3 intact as far"
                    + " as can be told, but unsealed (only with --public-key).",
            "",
            "Examples:",
            "  dayreel verify data/objects --public-key data/keys/seal-public.pem",
            "  dayreel verify --store s3://video --prefix home/yard/2026-11-21 --public-key seal-public.pem",
            "  dayreel verify copied-day/ --public-key seal-public.pem --json",
            "  dayreel verify clip.mp4 --public-key seal-public.pem",
            "  dayreel verify five.frames",
            "  dayreel verify minute.frames --proof minute.frames.proof --public-key seal-public.pem"
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final String SEGMENT = ".drs";
    private static final int UNSEALED = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Terminal terminal;

    @Mixin
    private StoreOptions storeOptions;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "0..*",
            description = "Files, or directories with the objects of days in them, one directory for each day.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only objects of the store whose key begins so, like tenant/device/day.")
    private String prefix;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "Key that manifests have to be signed with: keys/seal-public.pem of the installation, or GET"
                    + " /v1/seal-key. Repeat it for earlier keys.")
    private List<Path> publicKeys = new ArrayList<>();

    @Option(
            names = "--newest",
            paramLabel = "SHA256",
            description = "What the newest manifest's hash has to be, as it was noted elsewhere. For one day.")
    private Optional<String> newest = Optional.empty();

    @Option(
            names = "--proof",
            paramLabel = "FILE",
            description = "What 'dayreel prove' wrote beside the frames: whether they are frames of that sealed day.")
    private Optional<Path> proof = Optional.empty();

    private final List<PublicKey> keys = new ArrayList<>();
    private final Map<DayReport.State, Long> days = new TreeMap<>();
    private long filesChecked;
    private long filesAltered;
    private long filesUnsealed;

    @Override
    public Integer call() throws IOException {
        if (paths.isEmpty() == !storeOptions.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "give files or directories to verify, or a store with --store LOCATION");
        }
        if (proof.isPresent() && (paths.size() != 1 || storeOptions.isGiven())) {
            throw new ParameterException(spec.commandLine(), "--proof is of one file of frames: give that file alone");
        }
        for (Path key : publicKeys) {
            keys.add(InstallationKeys.readPublicKey(key));
        }
        if (storeOptions.isGiven()) {
            try (ObjectStore store = storeOptions.open()) {
                verify(store);
            }
        }
        for (Path path : paths) {
            if (proof.isPresent()) {
                verifyExcerpt(path, ExcerptProof.read(Files.readAllBytes(proof.get())));
            } else {
                verify(path);
            }
        }
        return conclusion();
    }

    private int conclusion() {
        long sealed = days.getOrDefault(DayReport.State.SEALED, 0L);
        long unsealed = days.getOrDefault(DayReport.State.UNSEALED, 0L);
        long altered = days.getOrDefault(DayReport.State.ALTERED, 0L);
        terminal.result(
                sealed + " days sealed and intact, " + unsealed + " unsealed, " + altered + " altered; " + filesChecked
                        + " single files, " + filesAltered + " altered",
                Map.of(
                        "sealed", sealed,
                        "unsealed", unsealed,
                        "altered", altered,
                        "files", filesChecked,
                        "filesAltered", filesAltered,
                        "filesUnsealed", filesUnsealed));
        if (altered + filesAltered > 0) {
            return 1;
        }
        return unsealed + filesUnsealed > 0 && !keys.isEmpty() ? UNSEALED : 0;
    }

    private void verify(ObjectStore store) throws IOException {
        String day = "";
        SortedMap<String, Long> sizes = new TreeMap<>();
        for (ObjectSummary object : store.listAll(prefix)) {
            int name = object.key().lastIndexOf('/') + 1;
            if (!object.key().startsWith(day) || name != day.length()) {
                verifyStored(store, day, sizes);
                day = object.key().substring(0, name);
                sizes = new TreeMap<>();
            }
            sizes.put(object.key().substring(name), object.size());
        }
        verifyStored(store, day, sizes);
    }

    private void verifyStored(ObjectStore store, String day, SortedMap<String, Long> sizes) throws IOException {
        Optional<StreamId> stream = stream(day);
        if (stream.isPresent() && sizes.keySet().stream().anyMatch(DayVerification::isOfDay)) {
            verifyDay(stream.get().toString(), new StoredDay(store, day, sizes), stream);
        }
    }

    private static Optional<StreamId> stream(String prefix) {
        try {
            return Optional.of(StreamId.parse(prefix.substring(0, Math.max(0, prefix.length() - 1))));
        } catch (IllegalArgumentException noDay) {
            return Optional.empty();
        }
    }

    private void verify(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            verifyFile(path);
            return;
        }
        TreeSet<Path> directories = new TreeSet<>();
        try (Stream<Path> files = Files.walk(path)) {
            files.filter(file -> DayVerification.isOfDay(file.getFileName().toString()))
                    .forEach(file -> directories.add(file.getParent()));
        }
        for (Path directory : directories) {
            verifyDay(directory.toString(), new DirectoryDay(directory), Optional.empty());
        }
    }

    private void verifyDay(String name, DayFiles files, Optional<StreamId> stream) throws IOException {
        DayReport report = DayVerification.of(files, keys, stream);
        if (newest.isPresent()) {
            report = report.withNewest(newest.get());
        }
        days.merge(report.state(), 1L, Long::sum);
        DayVerdict verdict = DayVerdict.of(name, report);
        terminal.result(verdict.text(), verdict);
    }

    private void verifyFile(Path path) throws IOException {
        try (FileByteSource source = file(path)) {
            if (ClipVerdict.isClip(source)) {
                clip(ClipVerdict.of(path.toString(), source, keys));
                return;
            }
            Verdict verdict = path.toString().endsWith(SEGMENT)
                    ? Verdict.ofSegment(path.toString(), source)
                    : Verdict.ofFrames(path.toString(), source);
            file(verdict);
        }
    }

    private void verifyExcerpt(Path path, ExcerptProof proof) throws IOException {
        try (FileByteSource source = file(path)) {
            file(Verdict.ofExcerpt(path.toString(), source, proof, keys));
        }
        DayManifest manifest = proof.manifest().manifest();
        terminal.text("  manifest-" + manifest.number() + " of " + manifest.stream() + ", sealed " + manifest.sealed()
                + " with key " + manifest.keyId()
                + (keys.isEmpty() ? "; the signature was not checked: give the public key with --public-key" : ""));
    }

    private void clip(ClipVerdict verdict) {
        filesChecked++;
        filesAltered += verdict.isAltered() ? 1 : 0;
        filesUnsealed += !verdict.isAltered() && verdict.isUnsealed() ? 1 : 0;
        terminal.result(verdict.text(), verdict);
    }

    private void file(Verdict verdict) {
        filesChecked++;
        filesAltered += verdict.intact() ? 0 : 1;
        terminal.result(verdict.text(), verdict);
    }

    static FileByteSource file(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("there is no file " + path);
        }
        return new FileByteSource(path);
    }
}
