package io.dayreel.sync.received;

import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Receipts in the store: binary, since a day with ten thousand holes is read and written often.
 *
 * <pre>
 * u8 version 2 · u16 runs · per run: u16 run · i64 next · i64 first time · i64 last time
 *   · u8 end known [· i64 counter · UTF reason · u8 last run of day] · ranges
 *   · u16 reasons · per reason: UTF reason · ranges lost
 * ranges: u32 count · per range: u32 first · u32 last
 * </pre>
 *
 * Version 1 had nothing lost.
 */
public final class StreamReceiptsSerde implements Serde<StreamReceipts> {
    private static final int VERSION = 2;
    private static final int RANGE_BYTES = 2 * Integer.BYTES;

    @Override
    public Serializer<StreamReceipts> serializer() {
        return (topic, receipts) -> receipts == null ? null : write(receipts);
    }

    @Override
    public Deserializer<StreamReceipts> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(bytes);
    }

    private static byte[] write(StreamReceipts receipts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeShort(receipts.runs().size());
            for (Map.Entry<Integer, RunReceipts> run : new TreeMap<>(receipts.runs()).entrySet()) {
                out.writeShort(run.getKey());
                writeRun(out, run.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writeRun(DataOutputStream out, RunReceipts run) throws IOException {
        out.writeLong(run.next());
        out.writeLong(run.firstTimeMicros());
        out.writeLong(run.lastTimeMicros());
        out.writeBoolean(run.end().isPresent());
        if (run.end().isPresent()) {
            RunEnd end = run.end().get();
            out.writeLong(end.counter());
            out.writeUTF(end.reason());
            out.writeBoolean(end.lastRunOfDay());
        }
        writeRanges(out, run.received());
        out.writeShort(run.lost().size());
        for (Map.Entry<String, CounterRanges> lost : run.lost().entrySet()) {
            out.writeUTF(lost.getKey());
            writeRanges(out, lost.getValue());
        }
    }

    private static void writeRanges(DataOutputStream out, CounterRanges ranges) throws IOException {
        out.writeInt(ranges.rangeCount());
        for (int i = 0; i < ranges.rangeCount(); i++) {
            CounterRange range = ranges.range(i);
            out.writeInt((int) range.first());
            out.writeInt((int) range.last());
        }
    }

    private static StreamReceipts read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version < 1 || version > VERSION) {
                throw new IllegalStateException("receipts of version " + version + " cannot be read by this build");
            }
            int count = in.readUnsignedShort();
            Map<Integer, RunReceipts> runs = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                int run = in.readUnsignedShort();
                runs.put(run, readRun(in, version));
            }
            return new StreamReceipts(runs);
        } catch (IOException e) {
            throw new UncheckedIOException("receipts in the store are cut off", e);
        }
    }

    private static RunReceipts readRun(DataInputStream in, int version) throws IOException {
        long next = in.readLong();
        long firstTime = in.readLong();
        long lastTime = in.readLong();
        Optional<RunEnd> end = in.readBoolean()
                ? Optional.of(new RunEnd(in.readLong(), in.readUTF(), in.readBoolean()))
                : Optional.empty();
        CounterRanges received = readRanges(in);
        Map<String, CounterRanges> lost = new TreeMap<>();
        int reasons = version == 1 ? 0 : in.readUnsignedShort();
        for (int i = 0; i < reasons; i++) {
            String reason = in.readUTF();
            lost.put(reason, readRanges(in));
        }
        return new RunReceipts(received, next, end, firstTime, lastTime, lost);
    }

    private static CounterRanges readRanges(DataInputStream in) throws IOException {
        int count = in.readInt();
        byte[] block = in.readNBytes(Math.multiplyExact(count, RANGE_BYTES));
        if (block.length < count * RANGE_BYTES) {
            throw new EOFException(count + " ranges do not fit");
        }
        // One read for all: byte by byte through the stream was two fifths of a query for ten thousand holes.
        ByteBuffer ints = ByteBuffer.wrap(block);
        CounterRanges ranges = new CounterRanges();
        for (int i = 0; i < count; i++) {
            ranges.add(Integer.toUnsignedLong(ints.getInt()), Integer.toUnsignedLong(ints.getInt()));
        }
        return ranges;
    }
}
