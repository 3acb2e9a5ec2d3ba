// SPDX-License-Identifier: EUPL-1.2
package example;

import jakarta.xml.ws.Endpoint;

/** Hosts the Melderegister with Apache CXF: {@code java -cp … example.Server PORT}. */
public final class Server {
    private Server() {}

    public static void main(String[] args) throws Exception {
        String address = "http://127.0.0.1:" + args[0] + "/melderegister";
        Endpoint endpoint = Endpoint.create(new Register());
        // CXF checks requests and its own answers against the schema: it is a judge here, not a partner.
        endpoint.setProperties(java.util.Map.of("schema-validation-enabled", "true"));
        endpoint.publish(address);
        System.out.println("READY " + address);
        System.out.flush();
        Thread.currentThread().join();
    }
}
