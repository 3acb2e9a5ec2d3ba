// SPDX-License-Identifier: EUPL-1.2
package example;

import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.soap.MTOMFeature;

/** Hosts services with Apache CXF: {@code java -cp … example.Server PORT}. */
public final class Server {
    private Server() {}

    public static void main(String[] args) throws Exception {
        String base = "http://127.0.0.1:" + args[0];
        Endpoint endpoint = Endpoint.create(new Register());
        // CXF checks requests and its own answers against the schema: it is a judge here, not a partner.
        endpoint.setProperties(java.util.Map.of("schema-validation-enabled", "true"));
        endpoint.publish(base + "/melderegister");
        // The same with MTOM: binary values of its answers travel beside the envelope.
        Endpoint.publish(base + "/mtom", new Register(), new MTOMFeature(true, 0));
        Endpoint.publish(base + "/archive", new Archive());
        System.out.println("READY " + base);
        System.out.flush();
        Thread.currentThread().join();
    }
}
