package io.dayreel.datagrams.keys;

import io.dayreel.datagrams.packet.BigEndian;
import java.nio.charset.StandardCharsets;

/**
 * The keys of one session, derived by HKDF-SHA256 from what every instance has, so that no instance needs to be asked:
 *
 * <pre>
 *  master        = HKDF(secret = the installation's shared secret, info = "dayreel udp master" epoch u16), 32 bytes
 *  device key    = HKDF-Expand(master, "device" session u64, name of the cipher)
 *  server secret = HKDF-Expand(master, "server" session u64), 32 bytes
 *  server key    = HKDF-Expand(server secret, "process" process u64)
 * </pre>
 *
 * <p>A process draws its number at random when it starts, so that no restart and no second instance ever seals under
 * another's key.
 */
public final class SessionKeys {
    private static final int SECRET_LENGTH = 32;

    private final CipherSuite suite;
    private final byte[] deviceKey;
    private final byte[] serverSecret;

    private SessionKeys(CipherSuite suite, byte[] deviceKey, byte[] serverSecret) {
        this.suite = suite;
        this.deviceKey = deviceKey;
        this.serverSecret = serverSecret;
    }

    /** The master secret of an epoch. @param root the installation's shared secret @param epoch 0–65535 */
    public static byte[] master(byte[] root, int epoch) {
        byte[] number = new byte[Short.BYTES];
        BigEndian.putU16(number, 0, epoch);
        return Hkdf.expand(Hkdf.extract(new byte[0], root), Hkdf.context("dayreel udp master", number), SECRET_LENGTH);
    }

    /** The keys of a session, on a server. */
    public static SessionKeys derive(byte[] master, long session, CipherSuite suite) {
        byte[] number = u64(session);
        byte[] cipher = suite.wireName().getBytes(StandardCharsets.US_ASCII);
        return new SessionKeys(
                suite,
                Hkdf.expand(master, Hkdf.context("device", number, cipher), suite.keyLength()),
                Hkdf.expand(master, Hkdf.context("server", number), SECRET_LENGTH));
    }

    /**
     * The keys of a session, as a device was given them.
     *
     * @throws IllegalArgumentException if their lengths do not fit the cipher
     */
    public static SessionKeys of(CipherSuite suite, byte[] deviceKey, byte[] serverSecret) {
        if (deviceKey.length != suite.keyLength() || serverSecret.length != SECRET_LENGTH) {
            throw new IllegalArgumentException("a device key for " + suite.wireName() + " has " + suite.keyLength()
                    + " bytes, a server secret " + SECRET_LENGTH);
        }
        return new SessionKeys(suite, deviceKey.clone(), serverSecret.clone());
    }

    public CipherSuite suite() {
        return suite;
    }

    /** What the device seals with. A copy. */
    public byte[] deviceKey() {
        return deviceKey.clone();
    }

    /** What the keys of the server's processes are derived from. A copy. */
    public byte[] serverSecret() {
        return serverSecret.clone();
    }

    /** For packets from the device. */
    public PacketKey forDevice() {
        return new PacketKey(suite, deviceKey);
    }

    /** For packets from one process of the server. */
    public PacketKey forProcess(long process) {
        return new PacketKey(
                suite, Hkdf.expand(serverSecret, Hkdf.context("process", u64(process)), suite.keyLength()));
    }

    private static byte[] u64(long number) {
        byte[] bytes = new byte[Long.BYTES];
        BigEndian.putI64(bytes, 0, number);
        return bytes;
    }
}
