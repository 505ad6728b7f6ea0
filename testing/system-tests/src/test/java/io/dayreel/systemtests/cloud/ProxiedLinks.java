package io.dayreel.systemtests.cloud;

import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.testkit.net.FaultProxy;
import io.dayreel.testkit.process.FreePort;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A proxy on every link: from each instance to the broker (which has a listener for each, so that Kafka's clients come
 * back to the proxy), from all to the store, to each instance, and a balancer before each service.
 */
public final class ProxiedLinks implements Links {
    private final Map<String, Integer> brokerPorts = new LinkedHashMap<>();
    private final Map<String, FaultProxy> toBroker = new LinkedHashMap<>();
    private final Map<String, FaultProxy> toInstance = new LinkedHashMap<>();
    private final Map<Service, FaultProxy> toService = new EnumMap<>(Service.class);
    private FaultProxy toStore;

    /** @param instances names of all instances that will ever be */
    public ProxiedLinks(List<String> instances) {
        for (String instance : instances) {
            int port = FreePort.next();
            brokerPorts.put(instance, port);
            toBroker.put(instance, FaultProxy.to(port));
        }
    }

    /** Between an instance and the broker. */
    public FaultProxy toBroker(String instance) {
        return toBroker.get(instance);
    }

    /** Between everybody and the store. */
    public synchronized FaultProxy toStore() {
        return toStore;
    }

    /** Between everybody and a service. */
    public synchronized FaultProxy toService(Service service) {
        return toService.get(service);
    }

    @Override
    public List<String> brokerArguments() {
        List<String> arguments = new ArrayList<>();
        brokerPorts.forEach((instance, port) -> arguments.addAll(
                List.of("--listener", port + ":" + toBroker.get(instance).port())));
        return arguments;
    }

    @Override
    public String kafka(String instance, String direct) {
        return "127.0.0.1:" + toBroker.get(instance).port();
    }

    @Override
    public synchronized URI store(URI direct) {
        if (toStore == null) {
            toStore = FaultProxy.to(direct.getPort());
        }
        return loopback(toStore);
    }

    @Override
    public synchronized URI instance(String instance, URI direct) {
        return loopback(toInstance.computeIfAbsent(instance, each -> FaultProxy.to(direct.getPort())));
    }

    @Override
    public synchronized URI service(Service service, List<URI> instances) {
        return loopback(toService.computeIfAbsent(service, each -> BalancedLinks.before(instances)));
    }

    private static URI loopback(FaultProxy proxy) {
        return URI.create("http://127.0.0.1:" + proxy.port());
    }

    @Override
    public synchronized void close() {
        toBroker.values().forEach(FaultProxy::close);
        toInstance.values().forEach(FaultProxy::close);
        toService.values().forEach(FaultProxy::close);
        if (toStore != null) {
            toStore.close();
        }
    }
}
