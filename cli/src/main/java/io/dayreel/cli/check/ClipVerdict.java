package io.dayreel.cli.check;

import io.dayreel.cli.check.DayVerdict.Wrong;
import io.dayreel.media.MediaFormatException;
import io.dayreel.media.MovieFile;
import io.dayreel.protocol.clip.ClipFile;
import io.dayreel.protocol.clip.ClipProof;
import io.dayreel.protocol.clip.ClipReport;
import io.dayreel.protocol.clip.ClipVerification;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.manifest.DayReport.Finding;
import io.dayreel.protocol.manifest.DayReport.Seal;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.segment.ByteSource;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What checking an MP4 clip found, as it is printed.
 *
 * @param state sealed, unsealed or altered
 * @param samples all of the file
 * @param sealed frames that a signed manifest vouches for
 * @param proven frames that only their segments vouch for
 * @param notProven frames that nothing vouches for
 * @param from first capture time
 * @param to last capture time
 * @param manifests of the days, in the clip
 * @param segments roots of the segments that no manifest names
 * @param findings what is not as it was stored
 */
record ClipVerdict(
        String clip,
        Optional<String> device,
        String state,
        long samples,
        long sealed,
        long proven,
        long notProven,
        Optional<Instant> from,
        Optional<Instant> to,
        boolean signatureChecked,
        List<SealedDay> manifests,
        List<String> segments,
        List<Wrong> findings) {

    /** A manifest in the clip. */
    record SealedDay(String stream, int manifest, String hash, Instant sealedAt, String keyId) {
        static SealedDay of(String stream, Seal seal) {
            return new SealedDay(stream, seal.number(), seal.hash().hex(), seal.sealed(), seal.keyId());
        }
    }

    /** Whether a file is an MP4, by its first bytes. */
    static boolean isClip(ByteSource file) throws IOException {
        return MovieFile.isMovie(MovieMedia.bytes(file));
    }

    static ClipVerdict of(String name, ByteSource file, List<PublicKey> keys) throws IOException {
        try {
            MovieFile movie = MovieFile.read(MovieMedia.bytes(file));
            Optional<MovieFile.UserBoxPlace> box = movie.userBoxes().stream()
                    .filter(each -> each.type().equals(ClipProof.BOX_TYPE))
                    .findFirst();
            if (box.isEmpty()) {
                return altered(name, file, "there is no proof in it: no clip of Dayreel, or the proof was taken away");
            }
            ByteRange at = new ByteRange(box.get().offset(), box.get().length());
            return of(name, file, movie, at, keys);
        } catch (MediaFormatException e) {
            return altered(name, file, "its tables cannot be read: " + e.getMessage());
        }
    }

    private static ClipVerdict of(
            String name, ByteSource file, MovieFile movie, ByteRange proofAt, List<PublicKey> keys) throws IOException {
        ClipProof proof;
        try {
            if (proofAt.length() > ClipProof.MAX_LENGTH) {
                throw new FrameException(FrameException.Reason.LENGTH, 0, "longer than any proof");
            }
            proof = ClipProof.read(file.read(proofAt.offset(), (int) proofAt.length()));
        } catch (FrameException e) {
            return altered(name, proofAt, "its proof cannot be read: " + e.getMessage());
        }
        ClipReport report = ClipVerification.of(new ClipFile(name, file, MovieMedia.of(movie), proof, proofAt), keys);
        return of(name, report, !keys.isEmpty());
    }

    private static ClipVerdict of(String name, ClipReport report, boolean signatureChecked) {
        List<SealedDay> manifests = new ArrayList<>();
        report.seals().forEach((stream, seal) -> manifests.add(SealedDay.of(stream, seal)));
        return new ClipVerdict(
                name,
                Optional.of(report.device().toString()),
                report.state().name().toLowerCase(Locale.ROOT),
                report.samples(),
                report.sealed(),
                report.proven(),
                report.notProven(),
                report.firstMicros().map(ClipVerdict::instant),
                report.lastMicros().map(ClipVerdict::instant),
                signatureChecked,
                manifests,
                report.unsealed().stream().map(MerkleHash::hex).toList(),
                report.findings().stream().map(Wrong::of).toList());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static ClipVerdict altered(String name, ByteSource file, String what) throws IOException {
        return altered(name, new ByteRange(0, file.size()), what);
    }

    private static ClipVerdict altered(String name, ByteRange at, String what) {
        Wrong finding = Wrong.of(new Finding(name, Optional.of(at), what));
        return new ClipVerdict(
                name,
                Optional.empty(),
                "altered",
                0,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                List.of(),
                List.of(finding));
    }

    boolean isAltered() {
        return !findings.isEmpty();
    }

    /** Whether something of it is vouched for by no manifest. */
    boolean isUnsealed() {
        return proven + notProven > 0;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        String what = from.isPresent()
                ? "; " + samples + " frames of " + device.orElse("") + ", captured " + from.get() + " to "
                        + to.orElse(Instant.EPOCH)
                : "";
        lines.add(clip + ": " + words() + what);
        manifests.forEach(day -> lines.add("  manifest-" + day.manifest() + " of " + day.stream() + ", sealed "
                + day.sealedAt() + ", SHA-256 " + day.hash() + ", key " + day.keyId()));
        if (!isAltered()) {
            segments.forEach(root -> lines.add("  segment with root " + root));
        }
        findings.forEach(finding -> lines.add(finding.text()));
        return String.join("\n", lines);
    }

    private String words() {
        if (isAltered()) {
            return "ALTERED, first " + findings.get(0).what();
        }
        if (proven + notProven == 0) {
            return signatureChecked
                    ? "sealed and intact"
                    : "intact; the signature was not checked: give the public key with --public-key";
        }
        String unsealed = proven == 0
                ? ""
                : "; proves of " + proven + " frames only that they belong to the segments with these roots";
        String loose = notProven == 0
                ? ""
                : "; proves nothing of " + notProven + " frames, which were not archived yet when it was made";
        return "intact, but unsealed" + unsealed + loose;
    }
}
