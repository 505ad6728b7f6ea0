package io.dayreel.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.media.MediaSample;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the packager writes, the reader gives back: times, offsets, durations, sync and bytes. */
class FragmentRoundTripTest {

    @Property(tries = 300)
    void everySampleComesBackWithItsTimesAndBytes(
            @ForAll("formats") TrackFormat format, @ForAll("samples") List<Sample> samples) throws IOException {
        byte[] fragment = Fragments.bytes(MediaFragment.of(format, samples, OptionalLong.empty(), 7));

        List<MediaSample> read = Fragments.samples(Fragments.read(InitSegment.of(format), fragment));

        assertThat(read).hasSameSizeAs(samples);
        for (int i = 0; i < samples.size(); i++) {
            assertSame(format, read.get(i), samples.get(i));
        }
    }

    @Property(tries = 300)
    void cuttingAFragmentInTwoChangesNoTimeAndNoDuration(
            @ForAll("formats") TrackFormat format, @ForAll("samples") List<Sample> samples, @ForAll int where)
            throws IOException {
        int cut = 1 + Math.floorMod(where, samples.size());
        OptionalLong next =
                cut < samples.size() ? OptionalLong.of(samples.get(cut).timeMicros()) : OptionalLong.empty();
        List<byte[]> stream = new ArrayList<>(List.of(InitSegment.of(format)));
        stream.add(Fragments.bytes(MediaFragment.of(format, samples.subList(0, cut), next, 1)));
        if (cut < samples.size()) {
            List<Sample> rest = samples.subList(cut, samples.size());
            stream.add(Fragments.bytes(MediaFragment.of(format, rest, OptionalLong.empty(), 2)));
        }

        List<MediaSample> read = Fragments.samples(Fragments.read(stream.toArray(byte[][]::new)));

        assertThat(read.stream().map(MediaSample::decodeTime))
                .containsExactlyElementsOf(samples.stream()
                        .map(sample -> SampleTimes.ticks(sample.timeMicros(), format.timescale()))
                        .toList());
        assertThat(MediaFragment.of(format, samples, OptionalLong.empty(), 1))
                .isEqualTo(MediaFragment.of(format, samples, OptionalLong.empty(), 1));
    }

    @Property
    void ticksAreExactForAnyTimeThatAClockCanShow(@ForAll("times") long micros, @ForAll("timescales") int timescale) {
        BigInteger million = BigInteger.valueOf(1_000_000);
        BigInteger twice = BigInteger.valueOf(micros).multiply(BigInteger.valueOf(2L * timescale));
        BigInteger[] rounded = twice.add(million).divideAndRemainder(million.shiftLeft(1));
        long exact = rounded[1].signum() < 0 ? rounded[0].longValue() - 1 : rounded[0].longValue();

        assertThat(SampleTimes.ticks(micros, timescale)).isEqualTo(exact);
    }

    @Provide
    Arbitrary<Long> times() {
        return Arbitraries.longs().between(-10_000_000L, 4_000_000_000_000_000L);
    }

    @Provide
    Arbitrary<Integer> timescales() {
        return Arbitraries.of(1, 1000, 8000, 11025, 22050, 44100, 48000, 90000);
    }

    @Provide
    Arbitrary<TrackFormat> formats() {
        return Arbitraries.of(Fragments.VIDEO, Fragments.aac(44100, 2), Fragments.aac(48000, 1), Fragments.opus(2));
    }

    @Provide
    Arbitrary<List<Sample>> samples() {
        Arbitrary<Long> steps = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(20, Arbitraries.longs().between(0, 100_000)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(1_900_000, 90_000_000_000L)));
        Arbitrary<Sample> sample = Combinators.combine(
                        steps,
                        Arbitraries.integers().between(-200_000, 2_000_000),
                        Arbitraries.integers().between(0, 100_000),
                        Arbitraries.of(true, false),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(40))
                .as((step, offset, hint, sync, body) -> new Sample(step, offset, hint, sync, ByteBuffer.wrap(body)));
        return sample.list().ofMinSize(1).ofMaxSize(30).map(FragmentRoundTripTest::inOrder);
    }

    private static List<Sample> inOrder(List<Sample> steps) {
        List<Sample> samples = new ArrayList<>();
        long time = Fragments.TIME;
        for (Sample step : steps) {
            time += step.timeMicros();
            samples.add(new Sample(
                    time, step.compositionOffsetMicros(), step.durationHintMicros(), step.sync(), step.body()));
        }
        return samples;
    }

    private static void assertSame(TrackFormat format, MediaSample read, Sample sample) {
        long decode = SampleTimes.ticks(sample.timeMicros(), format.timescale());
        assertThat(read.decodeTime()).isEqualTo(decode);
        assertThat(read.decodeTime() + read.compositionOffset())
                .isEqualTo(SampleTimes.ticks(sample.presentationMicros(), format.timescale()));
        assertThat(read.sync()).isEqualTo(!format.isVideo() || sample.sync());
        assertThat(read.bytes()).isEqualTo(sample.body().array());
    }
}
