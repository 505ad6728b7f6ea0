package io.dayreel.systemtests.cloud;

import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.testkit.net.FaultProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A balancer before each service, as a cluster has it; everything else is reached straight. */
public final class BalancedLinks implements Links {
    private final Map<Service, FaultProxy> balancers = new EnumMap<>(Service.class);

    @Override
    public synchronized URI service(Service service, List<URI> instances) {
        FaultProxy balancer = balancers.computeIfAbsent(service, each -> before(instances));
        return URI.create("http://127.0.0.1:" + balancer.port());
    }

    /** A balancer over instances; the caller closes it. */
    static FaultProxy before(List<URI> instances) {
        return FaultProxy.over(
                instances.stream()
                        .map(address -> new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()))
                        .toList(),
                0);
    }

    @Override
    public synchronized void close() {
        balancers.values().forEach(FaultProxy::close);
    }
}
