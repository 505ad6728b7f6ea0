package io.dayreel.cli.check;

import io.dayreel.protocol.manifest.DayReport;
import io.dayreel.protocol.manifest.DayReport.Finding;
import io.dayreel.protocol.manifest.DayReport.Seal;
import io.dayreel.protocol.segment.ByteRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A day's report as it is printed.
 *
 * @param day where it lies, or tenant/device/day
 * @param state sealed, unsealed or altered
 * @param manifest number of the one that counts
 * @param signatureChecked whether a public key was given
 * @param findings the first wrong bytes of each object
 */
record DayVerdict(
        String day,
        Optional<String> stream,
        String state,
        Optional<Integer> manifest,
        Optional<String> hash,
        Optional<Instant> sealedAt,
        Optional<String> keyId,
        boolean signatureChecked,
        long segments,
        long frames,
        List<String> unsealed,
        List<Wrong> findings) {

    /** Something that is not as it was written. @param from first wrong byte, @param to last of that range */
    record Wrong(String object, Optional<Long> from, Optional<Long> to, String what) {
        static Wrong of(Finding finding) {
            return new Wrong(
                    finding.object(),
                    finding.bytes().map(ByteRange::offset),
                    finding.bytes().map(range -> Math.max(range.offset(), range.end() - 1)),
                    finding.what());
        }

        String text() {
            return "  " + object
                    + from.map(first -> ": bytes " + first + "-" + to.orElse(first))
                            .orElse("") + ": " + what;
        }
    }

    static DayVerdict of(String day, DayReport report) {
        Optional<Seal> seal = report.seal();
        return new DayVerdict(
                day,
                report.stream().map(Object::toString),
                report.state().name().toLowerCase(Locale.ROOT),
                seal.map(Seal::number),
                seal.map(each -> each.hash().hex()),
                seal.map(Seal::sealed),
                seal.map(Seal::keyId),
                seal.map(Seal::signatureChecked).orElse(false),
                report.segments(),
                report.frames(),
                report.unsealed(),
                report.findings().stream().map(Wrong::of).toList());
    }

    String text() {
        List<String> lines = new ArrayList<>();
        String of = stream.filter(name -> !name.equals(day))
                .map(name -> " (" + name + ")")
                .orElse("");
        lines.add(day + of + ": " + words() + "; " + segments + " segments, " + frames + " frames");
        hash.ifPresent(digits -> lines.add("  manifest-" + manifest.orElse(0) + " of " + sealedAt.orElse(Instant.EPOCH)
                + ", SHA-256 " + digits + ", key " + keyId.orElse("")));
        findings.forEach(finding -> lines.add(finding.text()));
        return String.join("\n", lines);
    }

    private String words() {
        if (!findings.isEmpty()) {
            return "ALTERED, first " + findings.get(0).object();
        }
        if (manifest.isEmpty()) {
            return "intact, but unsealed: segments that are missing altogether would not be noticed";
        }
        if (!unsealed.isEmpty()) {
            return "intact, but unsealed: " + unsealed.size() + " segments came after manifest-" + manifest.get();
        }
        return signatureChecked
                ? "sealed and intact"
                : "intact; the signature was not checked: give the public key with --public-key";
    }
}
