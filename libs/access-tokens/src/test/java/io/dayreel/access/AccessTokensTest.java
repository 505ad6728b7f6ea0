package io.dayreel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.protocol.stream.DeviceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path directory;

    private Instant now = NOW;
    private final InstantSource clock = () -> now;
    private InstallationKeys keys;
    private TokenIssuer issuer;
    private SharedSecretTokens shared;
    private AccessTokens tokens;

    @BeforeEach
    void anInstallation() throws IOException {
        keys = InstallationKeys.createIfAbsent(directory.resolve("keys"));
        byte[] secret = InstallationKeys.readSharedSecret(keys.sharedSecret());
        issuer = new TokenIssuer(InstallationKeys.readPrivateKey(keys.privateKey()), clock);
        shared = new SharedSecretTokens(secret, clock);
        tokens = new AccessTokens(InstallationKeys.readPublicKey(keys.publicKey()), secret, clock);
    }

    @Test
    void aDeviceTokenNamesItsTenantAndDevices() {
        String token = issuer.issue("cam-1", "demo", Role.DEVICE, DeviceScope.of("cam"), Duration.ofDays(30));

        Caller caller = tokens.verify(token);

        assertThat(caller.subject()).isEqualTo("cam-1");
        assertThat(caller.mayUse(new DeviceId("demo", "cam"))).isTrue();
        assertThat(caller.mayUse(new DeviceId("demo", "other"))).isFalse();
        assertThat(caller.mayUse(new DeviceId("rival", "cam"))).isFalse();
        assertThat(caller.maySend()).isTrue();
        assertThat(caller.mayWatch()).isFalse();
    }

    @Test
    void anExpiredTokenIsRefusedWithTheTime() {
        String token = issuer.issue("cam-1", "demo", Role.DEVICE, DeviceScope.of("cam"), Duration.ofMinutes(1));

        now = NOW.plusSeconds(60);

        assertThatThrownBy(() -> tokens.verify(token))
                .isInstanceOf(AccessRefused.class)
                .hasMessageContaining("expired at 2026-11-21T10:01:00Z");
    }

    @Test
    void aTokenThatWasGoodIsRefusedOnceItHasExpiredAndSoIsOneThatDiffersFromIt() {
        String token = issuer.issue("cam-1", "demo", Role.DEVICE, DeviceScope.of("cam"), Duration.ofMinutes(1));
        Caller first = tokens.verify(token);
        assertThat(tokens.verify(token)).isEqualTo(first);

        int middle = token.length() - 20;
        String altered =
                token.substring(0, middle) + (token.charAt(middle) == 'A' ? 'B' : 'A') + token.substring(middle + 1);
        assertThatThrownBy(() -> tokens.verify(altered)).isInstanceOf(AccessRefused.class);
        now = NOW.plusSeconds(60);

        assertThatThrownBy(() -> tokens.verify(token))
                .isInstanceOf(AccessRefused.class)
                .hasMessageContaining("expired at 2026-11-21T10:01:00Z");
    }

    @Test
    void theTokensThatAreRememberedAreBoundedAndTheOnesInUseStay() {
        GoodTokens good = new GoodTokens();
        Caller caller =
                tokens.verify(issuer.issue("cam-1", "demo", Role.DEVICE, DeviceScope.of("cam"), Duration.ofMinutes(1)));
        good.add("in use", caller);

        for (int i = 0; i < 2 * GoodTokens.MAX; i++) {
            good.add("other" + i, caller);
            assertThat(good.find("in use")).isPresent();
        }

        assertThat(good.size()).isEqualTo(GoodTokens.MAX);
        assertThat(good.find("other0")).isEmpty();
    }

    @Test
    void aTokenOfAnotherInstallationIsRefused() throws IOException {
        InstallationKeys others = InstallationKeys.createIfAbsent(directory.resolve("others"));
        String foreign = new TokenIssuer(InstallationKeys.readPrivateKey(others.privateKey()), clock)
                .issue("cam-1", "demo", Role.DEVICE, DeviceScope.everyDevice(), Duration.ofDays(1));
        String foreignService =
                new SharedSecretTokens(InstallationKeys.readSharedSecret(others.sharedSecret()), clock).service("x");

        assertThatThrownBy(() -> tokens.verify(foreign)).isInstanceOf(AccessRefused.class);
        assertThatThrownBy(() -> tokens.verify(foreignService)).isInstanceOf(AccessRefused.class);
    }

    @Test
    void aSignedAddressIsGoodForItsPathOnlyAndNeverOutlivesItsCaller() {
        Caller viewer = tokens.verify(
                issuer.issue("ann", "demo", Role.VIEWER, DeviceScope.everyDevice(), Duration.ofMinutes(10)));

        SharedSecretTokens.SignedAddress address = shared.address(viewer, "/v1/devices/cam/watch", Duration.ofHours(1));
        Caller caller = tokens.verify(address.token());

        assertThat(address.expires()).isEqualTo(NOW.plusSeconds(600));
        assertThat(caller.mayOpen("/v1/devices/cam/watch")).isTrue();
        assertThat(caller.mayOpen("/v1/devices/cam/watch/below")).isTrue();
        assertThat(caller.mayOpen("/v1/devices/cam/watchers")).isFalse();
        assertThat(caller.mayOpen("/v1/devices/cam/watch/../../other/watch")).isFalse();
        assertThat(caller.mayOpen("/v1/devices/cam/watch/%2e%2e/x")).isFalse();
    }

    @Test
    void aServiceActsForTheTenantThatItStates() {
        Caller service = tokens.verify(shared.service("ingest"));

        assertThat(service.mayUse(new DeviceId("demo", "cam"))).isFalse();
        assertThat(service.actingFor("demo").mayUse(new DeviceId("demo", "cam")))
                .isTrue();
    }

    @Test
    void whateverTheTextIsItIsRefusedWithoutOtherErrors() {
        String good = issuer.issue("cam-1", "demo", Role.DEVICE, DeviceScope.of("cam"), Duration.ofDays(1));
        String[] parts = good.split("\\.", -1);
        String[] bad = {
            "",
            "x",
            "a.b.c",
            "a.b.c.d.e",
            "..",
            "eyJhbGciOiJub25lIn0." + parts[1] + ".",
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + parts[1].substring(1) + "." + parts[2],
            "x".repeat(AccessTokens.MAX_LENGTH + 1)
        };

        for (String token : bad) {
            assertThatThrownBy(() -> tokens.verify(token)).as(token).isInstanceOf(AccessRefused.class);
        }
        assertThatThrownBy(() -> tokens.verify(null)).isInstanceOf(AccessRefused.class);
    }

    @Test
    void keysAreCreatedOnceAndThePrivateOneIsTheOwnersAlone() throws IOException {
        String before = Files.readString(keys.privateKey());

        InstallationKeys again = InstallationKeys.createIfAbsent(directory.resolve("keys"));

        assertThat(Files.readString(again.privateKey())).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(again.privateKey())))
                .isEqualTo("rw-------");
    }
}
