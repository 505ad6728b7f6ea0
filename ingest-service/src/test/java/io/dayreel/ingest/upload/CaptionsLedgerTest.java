package io.dayreel.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.uploads.UploadRecord;
import io.dayreel.contracts.uploads.UploadedCaptions;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaptionsLedgerTest {
    private static final DeviceId FILM = new DeviceId("demo", "film");

    private final UploadLedger ledger = new UploadLedger();

    @Covers("C5")
    @Test
    void ofTwoClaimsOfARunTheFirstCountsAndTheOtherTakesTheNext() {
        ledger.read(claimed("a", 65_000, "de", 96));
        ledger.read(claimed("b", 65_000, "en", 96));

        assertThat(ledger.claimOfCaptions(FILM, 65_000)).contains("a");
        assertThat(ledger.placeForCaptions(FILM, "en")).contains(new CaptionsPlace(65_001, 97));
        assertThat(ledger.placeForCaptions(FILM, "de")).contains(new CaptionsPlace(65_001, 96));
    }

    @Covers("C5")
    @Test
    void theHighestRunOfALanguageIsShownWhicheverIsDurableFirst() {
        ledger.read(claimed("a", 65_000, "de", 96));
        ledger.read(claimed("b", 65_001, "de", 96));
        ledger.read(held("b", 65_001, "de", 96));
        ledger.read(held("a", 65_000, "de", 96));

        UploadState state = ledger.state(FILM).orElseThrow();

        assertThat(state.captions().get("de").run()).isEqualTo(65_001);
        assertThat(state.parts()).isEmpty();
        assertThat(state.complete()).isFalse();
    }

    @Covers("C5")
    @Test
    void captionsOfAnUnknownClaimAreHeldAndThoseOfAnotherClaimAreNot() {
        ledger.read(held("older-than-the-topic", 65_003, "de", 98));
        ledger.read(held("wrong", 65_003, "de", 98));
        ledger.read(claimed("late", 65_003, "de", 98));

        assertThat(ledger.isHeldCaptions(FILM, 65_003)).isTrue();
        assertThat(ledger.claimOfCaptions(FILM, 65_003)).contains("older-than-the-topic");
        assertThat(ledger.placeForCaptions(FILM, "de")).contains(new CaptionsPlace(65_004, 98));
    }

    @Covers("C5")
    @Test
    void aCompleteVideoTakesCaptionsAndThereIsAnEndOfPlaces() {
        ledger.read(new UploadRecord.Completed(FILM, 1, 1));
        ledger.read(claimed("a", 65_534, "de", 127));

        assertThat(ledger.isComplete(FILM)).isTrue();
        assertThat(ledger.claimOfCaptions(FILM, 65_534)).contains("a");
        assertThat(ledger.placeForCaptions(FILM, "de")).isEmpty();
        assertThat(ledger.placeForCaptions(new DeviceId("demo", "other"), "de"))
                .contains(new CaptionsPlace(65_000, 96));
    }

    private static UploadRecord claimed(String claim, int run, String language, int track) {
        return new UploadRecord.CaptionsClaimed(FILM, claim, run, language, track, 0);
    }

    private static UploadRecord held(String claim, int run, String language, int track) {
        UploadedCaptions captions = new UploadedCaptions(
                run, track, language, Optional.empty(), UploadedCaptions.Kind.SUBTITLES, "0".repeat(64), 9, 1);
        return new UploadRecord.CaptionsHeld(FILM, claim, captions, 0);
    }
}
