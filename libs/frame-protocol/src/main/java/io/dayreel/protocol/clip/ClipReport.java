package io.dayreel.protocol.clip;

import io.dayreel.protocol.manifest.DayReport;
import io.dayreel.protocol.manifest.DayReport.Finding;
import io.dayreel.protocol.manifest.DayReport.Seal;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.stream.DeviceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What checking a clip found.
 *
 * @param device whose frames it claims to have
 * @param samples all of the file
 * @param sealed frames of segments that a signed manifest names
 * @param proven frames of segments that none names
 * @param notProven frames that no segment held when the clip was made
 * @param firstMicros least capture time, µs since 1970-01-01 UTC; empty without frames
 * @param lastMicros greatest capture time
 * @param unsealed roots of the segments that no manifest names
 * @param seals by day: the manifests in the clip
 * @param findings what is not as it was written, the first first
 */
public record ClipReport(
        DeviceId device,
        long samples,
        long sealed,
        long proven,
        long notProven,
        Optional<Long> firstMicros,
        Optional<Long> lastMicros,
        List<MerkleHash> unsealed,
        Map<String, Seal> seals,
        List<Finding> findings) {
    public ClipReport {
        unsealed = List.copyOf(unsealed);
        findings = List.copyOf(findings);
    }

    public DayReport.State state() {
        if (!findings.isEmpty()) {
            return DayReport.State.ALTERED;
        }
        boolean signed = !seals.isEmpty() && seals.values().stream().allMatch(Seal::signatureChecked);
        return signed && proven + notProven == 0 ? DayReport.State.SEALED : DayReport.State.UNSEALED;
    }
}
