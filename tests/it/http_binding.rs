// SPDX-License-Identifier: EUPL-1.2
//! Services without SOAP: operations of HTTP bindings.

use serde_json::{Value, json};

use crate::harness::canned::{Behaviour, Canned, response};
use crate::harness::facade::{self, Facade};
use crate::harness::proxy::{Config, Proxy};
use crate::harness::{grpc, http1, scratch};

/// A service of stocks that knows nothing of envelopes: what it was called with is in its answers.
fn stocks(head: &str, body: &str) -> Vec<u8> {
    let line = head.lines().next().unwrap_or_default();
    let header = |name: &str| {
        let found =
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix(name).map(str::to_owned));
        found.unwrap_or_default().trim().to_owned()
    };
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let xml = |text: String| response("200 OK", "text/xml; charset=utf-8", text.as_bytes());
    let path = target.split('?').next().unwrap_or_default();
    match (method, path) {
        ("GET", "/ws/quote") | ("POST", "/ws/quote-by-form") => {
            assert!(
                method == "GET" || header("content-type:") == "application/x-www-form-urlencoded",
                "{head}"
            );
            let said = escaped(&format!("{target} {body}"));
            xml(format!(
                "<q:quote xmlns:q='urn:stocks'><q:said>{}</q:said><q:price>12.50</q:price></q:quote>",
                said.trim()
            ))
        }
        ("GET", _) if path.starts_with("/ws/name/") => xml(format!(
            "<?xml version='1.0'?>\n<string xmlns='urn:stocks'>{}</string>",
            escaped(&path["/ws/name/".len()..])
        )),
        ("POST", "/ws/order") => {
            assert_eq!(header("content-type:"), "text/xml", "{head}");
            let order = body.split_once("?>").map_or(body, |(_, rest)| rest).trim();
            xml(format!("<list xmlns='urn:stocks'><order>{}</order><order>2</order></list>", escaped(order)))
        }
        ("GET", "/ws/broken") => response("500 Internal Server Error", "text/html", b"<html>no</html>"),
        ("GET", "/ws/odd") => xml("<other/>".to_owned()),
        _ => response("404 Not Found", "text/plain", line.as_bytes()),
    }
}

fn generated() -> (tempfile::TempDir, Facade) {
    let directory = scratch();
    let wsdl = directory.path().join("stocks.wsdl");
    std::fs::write(&wsdl, WSDL).expect("stocks.wsdl");
    let facade = facade::generate(&wsdl, &directory.path().join("facade"));
    (directory, facade)
}

#[test]
fn services_without_soap_are_called_by_http() {
    let (_directory, facade) = generated();
    let legacy = Canned::start(Behaviour::Reply(stocks));
    let backend = format!("http://{}/ws", legacy.address);
    let mut proxy = Proxy::start(&Config { contract: facade.path.clone(), ..Config::new(backend) });
    let rest =
        |operation: &str, input: &Value| http1::post_json(proxy.address, &facade.rest_path(operation), input);
    let price = |said: &str| json!({"said": said, "price": "12.50"});

    // In the query, in the path, as a form, as a document.
    let found = rest("Quote", &json!({"symbol": "A&B ä", "days": 3})).ok();
    assert_eq!(found, price("/ws/quote?symbol=A%26B%20%C3%A4&days=3"));
    let found = rest("Name", &json!({"symbol": "x/../y"})).ok();
    assert_eq!(found, json!({"string": "x%2F..%2Fy"}));
    let found = rest("QuoteByForm", &json!({"symbol": "A&B", "days": 3})).ok();
    assert_eq!(found, price("/ws/quote-by-form symbol=A%26B&days=3"));
    let order = json!({"symbol": "A", "count": 7});
    let found = rest("Order", &order).ok();
    let said = found["order"][0].as_str().expect("the order").to_owned();
    assert!(
        said.contains("symbol>A</") && said.contains("count>7</") && said.contains("urn:stocks"),
        "{said}"
    );

    // The same by gRPC; the list also item by item.
    let found = grpc::call(proxy.address, &facade, "Quote", &json!({"symbol": "S", "days": 1}));
    assert_eq!(found.output(&facade, "Quote"), price("/ws/quote?symbol=S&days=1"));
    let path = format!("/{}", facade.operation("Order")["grpc_stream"].as_str().expect("a twin"));
    let input = grpc::encoded(&facade, "Order", &order);
    let found = grpc::send(proxy.address, grpc::request(&path, input));
    assert_eq!((found.code, found.messages.len()), (0, 2), "{}", found.message);

    // What goes wrong.
    let count = legacy.requests();
    let refused = rest("Name", &json!({"symbol": ".."}));
    assert_eq!(refused.status, 400, "{}", refused.text());
    let refused = rest("Quote", &json!({"symbol": "A", "days": "x"}));
    assert_eq!(refused.status, 400, "{}", refused.text());
    assert_eq!(legacy.requests(), count, "the service has not seen them");
    assert_eq!(rest("Broken", &json!({})).status, 502);
    assert_eq!(rest("Odd", &json!({})).status, 502);
    assert_eq!(grpc::call(proxy.address, &facade, "Broken", &json!({})).code, 13);
    proxy.assert_alive();
}

#[test]
fn what_http_cannot_carry_is_said_and_soap_comes_first() {
    let (_directory, facade) = generated();
    let remarks = facade.report["remarks"].as_array().expect("remarks");
    let about = |code: &str| {
        let found = remarks.iter().filter(|remark| remark["code"] == code);
        found.map(|remark| remark["message"].as_str().expect("a message").to_owned()).collect::<Vec<_>>()
    };
    let left_out = about("FW-1620");
    // That a GET has no body is no loss: there is a POST.
    assert_eq!(left_out.len(), 1, "{left_out:?}");
    assert!(left_out[0].contains("`Chart`") && left_out[0].contains("image/gif"), "{left_out:?}");
    let operations = facade.report["services"][0]["operations"].as_array().expect("operations");
    let names: Vec<_> = operations.iter().map(|o| o["name"].as_str().expect("a name")).collect();
    assert_eq!(names, ["Ping", "Quote", "Name", "Broken", "Odd", "QuoteByForm", "Order"]);
    assert_eq!(about("FW-1601").len(), 1, "Ping is called by SOAP");
    assert_eq!(facade.operation("Ping")["soap_action"], "urn:ping");
}

const WSDL: &str = r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:stocks" targetNamespace="urn:stocks"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:http="http://schemas.xmlsoap.org/wsdl/http/" xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/">
  <types><xs:schema targetNamespace="urn:stocks" elementFormDefault="qualified">
    <xs:element name="quote"><xs:complexType><xs:sequence><xs:element name="said" type="xs:string"/>
      <xs:element name="price" type="xs:decimal"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="string" type="xs:string"/>
    <xs:element name="order"><xs:complexType><xs:sequence><xs:element name="symbol" type="xs:string"/>
      <xs:element name="count" type="xs:int"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="list"><xs:complexType><xs:sequence>
      <xs:element name="order" type="xs:string" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="ping"><xs:complexType/></xs:element>
  </xs:schema></types>
  <message name="quoteIn"><part name="symbol" type="xs:string"/><part name="days" type="xs:int"/></message>
  <message name="nameIn"><part name="symbol" type="xs:string"/></message>
  <message name="nothing"/>
  <message name="quote"><part name="Body" element="t:quote"/></message>
  <message name="name"><part name="Body" element="t:string"/></message>
  <message name="image"><part name="Body" type="xs:hexBinary"/></message>
  <message name="order"><part name="Body" element="t:order"/></message>
  <message name="list"><part name="Body" element="t:list"/></message>
  <message name="ping"><part name="p" element="t:ping"/></message>
  <portType name="Get">
    <operation name="Quote"><input message="t:quoteIn"/><output message="t:quote"/></operation>
    <operation name="Name"><input message="t:nameIn"/><output message="t:name"/></operation>
    <operation name="Chart"><input message="t:nameIn"/><output message="t:image"/></operation>
    <operation name="Broken"><input message="t:nothing"/><output message="t:quote"/></operation>
    <operation name="Odd"><input message="t:nothing"/><output message="t:quote"/></operation>
    <operation name="Order"><input message="t:order"/><output message="t:list"/></operation>
    <operation name="Ping"><input message="t:nothing"/><output message="t:name"/></operation>
  </portType>
  <portType name="Post">
    <operation name="QuoteByForm"><input message="t:quoteIn"/><output message="t:quote"/></operation>
    <operation name="Order"><input message="t:order"/><output message="t:list"/></operation>
  </portType>
  <portType name="Soap"><operation name="Ping"><input message="t:ping"/><output message="t:ping"/></operation></portType>
  <binding name="G" type="t:Get"><http:binding verb="GET"/>
    <operation name="Quote"><http:operation location="/quote"/><input><http:urlEncoded/></input><output><mime:mimeXml part="Body"/></output></operation>
    <operation name="Name"><http:operation location="/name/(symbol)"/><input><http:urlReplacement/></input><output><mime:mimeXml part="Body"/></output></operation>
    <operation name="Chart"><http:operation location="/chart"/><input><http:urlEncoded/></input><output><mime:content type="image/gif"/></output></operation>
    <operation name="Broken"><http:operation location="/broken"/><input><http:urlEncoded/></input><output><mime:mimeXml part="Body"/></output></operation>
    <operation name="Odd"><http:operation location="/odd"/><input><http:urlEncoded/></input><output><mime:mimeXml part="Body"/></output></operation>
    <operation name="Order"><http:operation location="/order"/><input><mime:mimeXml part="Body"/></input><output><mime:mimeXml part="Body"/></output></operation>
    <operation name="Ping"><http:operation location="/ping"/><input><http:urlEncoded/></input><output><mime:mimeXml part="Body"/></output></operation>
  </binding>
  <binding name="F" type="t:Post"><http:binding verb="POST"/>
    <operation name="QuoteByForm"><http:operation location="/quote-by-form"/><input><mime:content type="application/x-www-form-urlencoded"/></input><output><mime:mimeXml part="Body"/></output></operation>
    <operation name="Order"><http:operation location="/order"/><input><mime:content type="text/xml" part="Body"/></input><output><mime:content type="text/xml" part="Body"/></output></operation>
  </binding>
  <binding name="S" type="t:Soap"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Ping"><soap:operation soapAction="urn:ping"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
  <service name="Stocks">
    <port name="G" binding="t:G"><http:address location="http://x/ws"/></port>
    <port name="F" binding="t:F"><http:address location="http://x/ws"/></port>
    <port name="S" binding="t:S"><soap:address location="http://x/ws"/></port>
  </service>
</definitions>"#;
