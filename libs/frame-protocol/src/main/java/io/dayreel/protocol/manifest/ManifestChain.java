package io.dayreel.protocol.manifest;

import io.dayreel.protocol.hash.Sha256;
import io.dayreel.protocol.manifest.DayReport.Finding;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.stream.StreamId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the manifests of a day and checks each by itself, then against the one behind it. */
final class ManifestChain {
    private static final Pattern NAME = Pattern.compile("manifest-(0|[1-9][0-9]{0,8})\\.json");

    private final DayFiles files;
    private final List<PublicKey> keys;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Integer, SignedManifest> good = new TreeMap<>();
    private final Map<Integer, MerkleHash> hashes = new TreeMap<>();

    /** @param keys one of which signed each manifest; empty: signatures are not checked */
    ManifestChain(DayFiles files, List<PublicKey> keys) {
        this.files = files;
        this.keys = List.copyOf(keys);
    }

    static boolean isManifest(String name) {
        return NAME.matcher(name).matches();
    }

    /** @param stream whose day this is, if that is known */
    void read(Optional<StreamId> stream) throws IOException {
        TreeMap<Integer, Long> numbers = new TreeMap<>();
        for (Map.Entry<String, Long> file : files.sizes().entrySet()) {
            Matcher name = NAME.matcher(file.getKey());
            if (name.matches()) {
                numbers.put(Integer.parseInt(name.group(1)), file.getValue());
            }
        }
        for (Map.Entry<Integer, Long> each : numbers.entrySet()) {
            read(each.getKey(), each.getValue(), stream);
        }
        good.forEach((number, signed) -> link(number, signed.manifest()));
    }

    private void read(int number, long size, Optional<StreamId> stream) throws IOException {
        String name = DayManifest.name(number);
        if (size > SignedManifest.MAX_LENGTH) {
            findings.add(Finding.at(name, 0, size, "larger than any manifest"));
            return;
        }
        byte[] bytes = new byte[(int) size];
        try (ByteSource source = files.open(name)) {
            ByteBuffer read = source.read(0, bytes.length);
            read.get(bytes);
        }
        hashes.put(number, new MerkleHash(Sha256.of(bytes)));
        try {
            SignedManifest signed = SignedManifest.read(bytes);
            Optional<String> wrong = wrong(signed, number, stream);
            wrong.ifPresent(what -> findings.add(Finding.at(name, 0, size, what)));
            if (wrong.isEmpty()) {
                good.put(number, signed);
            }
        } catch (ManifestFormatException e) {
            findings.add(Finding.at(name, 0, size, "no manifest: " + e.getMessage()));
        }
    }

    private Optional<String> wrong(SignedManifest signed, int number, Optional<StreamId> stream) {
        DayManifest manifest = signed.manifest();
        Optional<String> objection = keys.isEmpty() ? Optional.empty() : signed.objection(keys);
        if (objection.isPresent()) {
            return objection;
        }
        if (manifest.number() != number) {
            return Optional.of("it is manifest " + manifest.number() + ", under another name");
        }
        if (stream.isPresent() && !stream.get().equals(manifest.stream())) {
            return Optional.of("it is a manifest of " + manifest.stream());
        }
        return Optional.empty();
    }

    private void link(int number, DayManifest manifest) {
        if (number == 0) {
            return;
        }
        String before = DayManifest.name(number - 1);
        MerkleHash found = hashes.get(number - 1);
        if (found == null) {
            findings.add(Finding.missing(before, "missing: " + DayManifest.name(number) + " names it"));
        } else if (!manifest.previous().equals(Optional.of(found)) && good.containsKey(number - 1)) {
            findings.add(Finding.at(
                    before,
                    0,
                    good.get(number - 1).bytes().length,
                    "not the manifest that " + DayManifest.name(number) + " names: another was put in its place"));
        }
    }

    List<Finding> findings() {
        return findings;
    }

    /** The manifest with the highest number of those that can be trusted. */
    Optional<SignedManifest> newest() {
        return good.values().stream().reduce((earlier, later) -> later);
    }

    boolean signaturesChecked() {
        return !keys.isEmpty();
    }

    /** Whether any trusted manifest names a segment with this root. */
    boolean knows(MerkleHash root) {
        return good.values().stream()
                .flatMap(signed -> signed.manifest().segments().stream())
                .anyMatch(segment -> segment.root().equals(root));
    }
}
