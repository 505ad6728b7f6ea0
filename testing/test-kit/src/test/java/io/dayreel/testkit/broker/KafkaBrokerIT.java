package io.dayreel.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KafkaBrokerIT {
    @RegisterExtension
    static final KafkaBroker BROKER = new KafkaBroker();

    @Test
    void aTopicHasThePartitionsAndSettingsThatTheTestAskedForAlsoAfterARestart() throws Exception {
        String topic = BROKER.createTopic(KafkaBroker.uniqueTopic("frames"), 3, Map.of("retention.ms", "-1"));

        BROKER.restart();

        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var config = BROKER.admin().describeConfigs(List.of(resource)).all().get(20, TimeUnit.SECONDS);
        assertThat(config.get(resource).get("retention.ms").value()).isEqualTo("-1");
        var described =
                BROKER.admin().describeTopics(List.of(topic)).allTopicNames().get(20, TimeUnit.SECONDS);
        assertThat(described.get(topic).partitions()).hasSize(3);
    }
}
