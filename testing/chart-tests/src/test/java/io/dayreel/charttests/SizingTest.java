package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/operations/sizing.md promises of small, medium and large follows from its formulas, and the values files ask for it. */
class SizingTest {
    private static final double MEGABITS_PER_CAMERA = 2;
    private static final double SECONDS_UNTIL_A_SEGMENT_IS_FULL = (64 << 20) * 8 / (MEGABITS_PER_CAMERA * 1e6);
    private static final double MEGABYTES_PER_SECOND_OF_ONE_READER = 90;
    private static final double INGEST_CPU_SECONDS_PER_GIGABYTE = 3.2;
    private static final List<String> COMPONENTS = List.of("ingest", "writer", "indexer", "streamer", "sync", "edge");
    private static final Pattern SIZE = Pattern.compile("(\\d+)([MG])i?");

    private final Path root = Chart.repositoryRoot();

    private enum Size {
        SMALL(50),
        MEDIUM(1000),
        LARGE(10_000);

        private final int cameras;

        Size(int cameras) {
            this.cameras = cameras;
        }

        private double megabytesPerSecond() {
            return cameras * MEGABITS_PER_CAMERA / 8;
        }

        /** Footage that is in no closed segment yet, at most. */
        private double unarchivedBytes() {
            return megabytesPerSecond() * 1e6 * SECONDS_UNTIL_A_SEGMENT_IS_FULL;
        }
    }

    private JsonNode values(Size size) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        Path chart = root.resolve("helm/dayreel");
        String file = "values-" + size.name().toLowerCase(Locale.ROOT) + ".yaml";
        return yaml.readerForUpdating(yaml.readTree(chart.resolve("values.yaml").toFile()))
                .readTree(Files.readString(chart.resolve(file)));
    }

    /** Cells of the row that begins so, for this size. */
    private String cell(String row, Size size) throws IOException {
        String line = Files.readAllLines(root.resolve("docs/operations/sizing.md")).stream()
                .filter(each -> each.startsWith("| " + row + " |") && each.split("\\|").length == 5)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + row));
        return Arrays.asList(line.split("\\|")).get(2 + size.ordinal()).strip();
    }

    private static double bytes(JsonNode size) {
        Matcher parts = SIZE.matcher(size.asText());
        assertThat(parts.matches()).as("%s", size).isTrue();
        return Long.parseLong(parts.group(1))
                * (double) Map.of("M", 1 << 20, "G", 1 << 30).get(parts.group(2));
    }

    private static double cores(JsonNode cpu) {
        String text = cpu.asText();
        return text.endsWith("m") ? Double.parseDouble(text.replace("m", "")) / 1000 : Double.parseDouble(text);
    }

    /** At this bound without one of the pods, since one may be away at any time. */
    private static int podsWithoutOne(JsonNode service) {
        return service.path("replicas").asInt() - 1;
    }

    @ParameterizedTest
    @EnumSource
    void theTableIsWhatTheFormulasGive(Size size) throws IOException {
        double rate = size.megabytesPerSecond();

        assertThat(cell("cameras", size).replace(" ", "")).isEqualTo("" + size.cameras);
        assertThat(cell("rate", size)).isEqualTo(inUnits(rate, "MB/s", "GB/s"));
        assertThat(number(cell("object storage", size))).isCloseTo(rate * 86_400 * 30, within(0.01));
        assertThat(number(cell("PUTs a second", size))).isCloseTo(rate * 1e6 / (64 << 20), within(0.03));
        assertThat(number(cell("Kafka's disks, all brokers", size))).isCloseTo(rate * 6 * 3600 * 3, within(0.02));
    }

    @ParameterizedTest
    @EnumSource
    void theTableIsWhatTheValuesFilesAskFor(Size size) throws IOException {
        JsonNode values = values(size);
        double cores = 0;
        double memory = 0;
        for (String component : COMPONENTS) {
            JsonNode requests = values.path(component).at("/resources/requests");
            int pods = values.path(component).path("replicas").asInt();
            cores += pods * cores(requests.path("cpu"));
            memory += pods * bytes(requests.path("memory"));
        }

        assertThat(cell("partitions", size))
                .isEqualTo(values.at("/topics/partitions").asText());
        assertThat(cell("ingest", size)).isEqualTo(values.at("/ingest/replicas").asText());
        assertThat(cell("writers × spool", size)).isEqualTo(pods(values.path("writer")));
        assertThat(cell("streamers × disk", size)).isEqualTo(pods(values.path("streamer")));
        assertThat(cell("indexer, sync", size))
                .isEqualTo(values.at("/indexer/replicas").asText() + ", "
                        + values.at("/sync/replicas").asText());
        assertThat(cell("edge", size)).isEqualTo(values.at("/edge/replicas").asText());
        assertThat(number(cell("requests of all pods: cores", size))).isCloseTo(cores, within(0.001));
        assertThat(cell("requests of all pods: memory", size))
                .isEqualTo("%s GiB".formatted(String.valueOf(memory / (1 << 30)).replaceAll("\\.0$", "")));
    }

    @ParameterizedTest
    @EnumSource
    void onePodMayBeAwayAndTheOthersHaveRoom(Size size) throws IOException {
        JsonNode values = values(size);
        JsonNode writer = values.path("writer");
        JsonNode streamer = values.path("streamer");
        JsonNode ingest = values.path("ingest");
        double rate = size.megabytesPerSecond();

        assertThat(rate / podsWithoutOne(writer)).as("writer, MB/s").isLessThan(MEGABYTES_PER_SECOND_OF_ONE_READER);
        assertThat(rate / podsWithoutOne(streamer)).as("streamer, MB/s").isLessThan(MEGABYTES_PER_SECOND_OF_ONE_READER);
        assertThat(rate / 1000 * INGEST_CPU_SECONDS_PER_GIGABYTE / podsWithoutOne(ingest))
                .as("ingest, cores")
                .isLessThan(0.5 * cores(ingest.at("/resources/requests/cpu")));
        assertThat((double) size.cameras / podsWithoutOne(writer) * (64 << 20))
                .as("open segments")
                .isLessThan(bytes(config(writer, "dayreel.writer.spool-max-size", "4G")));
        assertThat(size.unarchivedBytes() / podsWithoutOne(streamer))
                .as("tails")
                .isLessThan(bytes(config(streamer, "dayreel.streamer.tail-bytes", "8G")));
    }

    @ParameterizedTest
    @EnumSource
    void aPartitionStaysBelowItsBoundsUntilItsSegmentsAreFull(Size size) throws IOException {
        JsonNode values = values(size);

        double ofOnePartition =
                size.unarchivedBytes() / values.at("/topics/partitions").asInt();

        assertThat(ofOnePartition)
                .isLessThan(bytes(config(values.path("writer"), "dayreel.writer.commit-lag-max-size", "2G")))
                .isLessThan(bytes(config(values.path("streamer"), "dayreel.streamer.partition-tail-bytes", "2G")));
    }

    @ParameterizedTest
    @EnumSource
    void theAutoscalerWantsAsManyAsStandThere(Size size) throws IOException {
        JsonNode ingest = values(size).path("ingest");
        if (!ingest.at("/autoscaling/enabled").asBoolean()) {
            return;
        }

        double wanted = (double) size.cameras / ingest.at("/autoscaling/perPod").asInt();

        assertThat(Math.ceil(wanted)).isEqualTo(ingest.path("replicas").asInt());
        assertThat(ingest.at("/autoscaling/maxReplicas").asInt()).isGreaterThan((int) wanted);
    }

    private static JsonNode config(JsonNode service, String key, String byDefault) {
        JsonNode config = service.path("config").path(key);
        return config.isMissingNode() ? new YAMLMapper().getNodeFactory().textNode(byDefault) : config;
    }

    private static String pods(JsonNode service) {
        return service.path("replicas").asText() + " × "
                + service.at("/state/size").asText().replace("Gi", " GiB");
    }

    private static String inUnits(double value, String small, String large) {
        return (value < 1000 ? value + " " + small : value / 1000 + " " + large).replace(".0 ", " ");
    }

    /** In megabytes, where there is such a unit. */
    private static double number(String cell) {
        String[] parts = cell.split(" ");
        Map<String, Double> units = Map.of("MB", 1.0, "GB", 1e3, "TB", 1e6, "PB", 1e9);
        return Double.parseDouble(parts[0]) * (parts.length > 1 ? units.get(parts[1]) : 1);
    }

    private static Percentage within(double share) {
        return Percentage.withPercentage(share * 100);
    }
}
