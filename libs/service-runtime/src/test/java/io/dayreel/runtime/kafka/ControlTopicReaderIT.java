package io.dayreel.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.testkit.broker.KafkaBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ControlTopicReaderIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PARTITIONS = 3;

    @RegisterExtension
    static final KafkaBroker BROKER = new KafkaBroker();

    private final String topic = KafkaBroker.uniqueTopic("control");
    private final List<Integer> handled = new CopyOnWriteArrayList<>();
    private final List<ControlTopicReader<Numbered>> readers = new ArrayList<>();

    record Numbered(int number) {}

    @AfterEach
    void close() {
        readers.forEach(ControlTopicReader::close);
    }

    private ControlTopicReader<Numbered> read(ControlTopicSource.Start start) {
        return read(ControlTopicSource.all(topic, Numbered.class, start), (source, value) -> {
            handled.add(value == null ? -1 : value.number());
        });
    }

    private ControlTopicReader<Numbered> read(
            ControlTopicSource<Numbered> source, ControlTopicReader.Handler<Numbered> handler) {
        ControlTopicReader<Numbered> reader = new ControlTopicReader<>(
                new KafkaConnection(BROKER.bootstrapServers(), Map.of()), "test-reader", source, handler);
        readers.add(reader);
        return reader.start();
    }

    private void createTopic() {
        BROKER.createTopic(topic, PARTITIONS);
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> further) {
        Map<String, Object> properties = new HashMap<>(further);
        properties.put("bootstrap.servers", BROKER.bootstrapServers());
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    /** Number n goes to partition n modulo the partitions. */
    private ProducerRecord<String, String> numbered(int number) {
        return new ProducerRecord<>(topic, number % PARTITIONS, null, "key", "{\"number\":" + number + "}");
    }

    private void write(int from, int to) {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            IntStream.rangeClosed(from, to).forEach(number -> producer.send(numbered(number)));
        }
    }

    private void awaitHandled(int from, int to) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(handled)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(from, to).boxed().toList()));
    }

    @Test
    void allThatWasThereAtTheStartIsHandledInOrderBeforeItSaysSoAndWhatComesLaterFollows() throws Exception {
        createTopic();
        write(0, 1999);

        ControlTopicReader<Numbered> reader = read(new ControlTopicSource.Start.Beginning());
        boolean caughtUp = reader.awaitCaughtUp(PATIENCE);
        List<Integer> whenCaughtUp = List.copyOf(handled);

        assertThat(caughtUp).isTrue();
        assertThat(whenCaughtUp).hasSize(2000);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int one = partition;
            assertThat(whenCaughtUp)
                    .filteredOn(number -> number % PARTITIONS == one)
                    .isSorted();
        }
        write(2000, 2009);
        awaitHandled(0, 2009);
    }

    @Test
    void anEmptyTopicIsReadToItsEndAtOnce() throws Exception {
        createTopic();

        assertThat(read(new ControlTopicSource.Start.Beginning()).awaitCaughtUp(PATIENCE))
                .isTrue();
        assertThat(handled).isEmpty();
    }

    @Test
    void readingMayBeginAtTheEndOrAtATimeOrInSomePartitionsOnly() throws Exception {
        createTopic();
        write(0, 9);
        Instant since = Instant.now();
        await().until(() -> Instant.now().isAfter(since.plusMillis(5)));
        Instant later = Instant.now();
        await().until(() -> Instant.now().isAfter(later.plusMillis(5)));
        write(10, 19);
        List<Integer> afterLater = new CopyOnWriteArrayList<>();
        List<Integer> ofOne = new CopyOnWriteArrayList<>();

        ControlTopicReader<Numbered> atEnd = read(new ControlTopicSource.Start.End());
        ControlTopicReader<Numbered> atTime = read(
                ControlTopicSource.all(topic, Numbered.class, new ControlTopicSource.Start.Since(later)),
                (source, value) -> afterLater.add(value.number()));
        ControlTopicReader<Numbered> inOne = read(
                ControlTopicSource.all(topic, Numbered.class, new ControlTopicSource.Start.Beginning())
                        .onlyPartitions(Set.of(1)),
                (source, value) -> ofOne.add(value.number()));
        assertThat(atEnd.awaitCaughtUp(PATIENCE)).isTrue();
        assertThat(atTime.awaitCaughtUp(PATIENCE)).isTrue();
        assertThat(inOne.awaitCaughtUp(PATIENCE)).isTrue();
        write(20, 22);

        awaitHandled(20, 22);
        await().atMost(PATIENCE).until(() -> afterLater.size() >= 13 && ofOne.size() >= 8);
        assertThat(afterLater)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(10, 22).boxed().toList());
        assertThat(ofOne).containsExactly(1, 4, 7, 10, 13, 16, 19, 22);
    }

    @Test
    void whatCannotBeReadOrHandledIsLeftOutAndTheNextFollowsAndATombstoneHasNoValue() {
        createTopic();
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            for (String value : new String[] {"{\"number\":1}", "{", "{\"number\":13}", null, "{\"number\":2}"}) {
                producer.send(new ProducerRecord<>(topic, 0, null, "key", value));
            }
        }

        read(
                ControlTopicSource.all(topic, Numbered.class, new ControlTopicSource.Start.Beginning()),
                ControlTopicReaderIT.this::handleAllBut13);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(handled).containsExactly(1, -1, 2));
    }

    private void handleAllBut13(ConsumerRecord<String, byte[]> source, Numbered value) {
        if (value != null && value.number() == 13) {
            throw new IllegalStateException("13, as asked by the test");
        }
        handled.add(value == null ? -1 : value.number());
    }

    @Test
    void recordsOfAnAbortedTransactionStayUnseenAlsoAtTheVeryEnd() throws Exception {
        createTopic();
        write(0, 5);
        try (KafkaProducer<String, String> producer = producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            IntStream.rangeClosed(100, 110).forEach(number -> producer.send(numbered(number)));
            producer.flush();
            producer.abortTransaction();
        }

        ControlTopicReader<Numbered> reader = read(new ControlTopicSource.Start.Beginning());

        assertThat(reader.awaitCaughtUp(PATIENCE)).isTrue();
        write(6, 8);
        awaitHandled(0, 8);
    }

    @Test
    void itGoesOnWhereItWasWhenTheBrokerComesBackAndHandlesEachRecordOnce() throws Exception {
        createTopic();
        write(0, 99);
        ControlTopicReader<Numbered> reader = read(new ControlTopicSource.Start.Beginning());
        assertThat(reader.awaitCaughtUp(PATIENCE)).isTrue();

        BROKER.restart();
        write(100, 199);

        awaitHandled(0, 199);
        assertThat(reader.caughtUp()).isTrue();
    }

    @Test
    void aTopicThatIsNotThereYetIsWaitedFor() throws Exception {
        ControlTopicReader<Numbered> reader = read(new ControlTopicSource.Start.Beginning());
        assertThat(reader.awaitCaughtUp(Duration.ofSeconds(1))).isFalse();

        createTopic();
        write(0, 9);

        awaitHandled(0, 9);
    }

    @Test
    void aReaderWhoseThreadDiedSaysSoUntilItIsClosed() {
        createTopic();
        ControlTopicReader<Numbered> reader = read(
                ControlTopicSource.all(topic, Numbered.class, new ControlTopicSource.Start.Beginning()),
                (source, value) -> {
                    throw new AssertionError("as asked by the test");
                });
        await().atMost(PATIENCE).until(reader::caughtUp);
        assertThat(reader.heartbeat().problem()).isEmpty();

        write(0, 0);

        await().dontCatchUncaughtExceptions()
                .atMost(PATIENCE)
                .until(() -> reader.heartbeat().problem().isPresent());
        assertThat(reader.heartbeat().problem()).contains("the thread dayreel-test-reader has ended");
        reader.close();
        assertThat(reader.heartbeat().problem()).isEmpty();
    }

    @Test
    void aReaderThatKafkaDoesNotAnswerTriesAgainAndIsNotDead() {
        Map<String, String> impatient = Map.of(
                "bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "1000", "request.timeout.ms", "500");
        ControlTopicReader<Numbered> reader = new ControlTopicReader<>(
                new KafkaConnection("127.0.0.1:1", impatient),
                "test-reader",
                ControlTopicSource.all(topic, Numbered.class, new ControlTopicSource.Start.Beginning()),
                (source, value) -> {});
        readers.add(reader);
        reader.start();

        await().during(Duration.ofSeconds(15))
                .atMost(PATIENCE)
                .until(() -> reader.heartbeat().silence().compareTo(Duration.ofSeconds(13)) < 0);
        assertThat(reader.heartbeat().problem()).isEmpty();
    }

    @Test
    void closingEndsItsThread() {
        createTopic();
        ControlTopicReader<Numbered> reader = read(new ControlTopicSource.Start.Beginning());
        await().atMost(PATIENCE).until(reader::caughtUp);

        reader.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("dayreel-test-reader");
    }
}
