// SPDX-License-Identifier: EUPL-1.2
//! The WS-Addressing action of a message (WS-Addressing 1.0 - Metadata, section 4.4).

use crate::QName;
use crate::service::{Interface, MessageRef, Operation};

impl Interface {
    /// The action of the input: the one given, the SOAP action if there is one, the default.
    pub fn input_action(&self, operation: &Operation, soap_action: Option<&str>) -> Option<String> {
        let input = operation.input.as_ref()?;
        let spoken = soap_action.map(str::trim).filter(|action| !action.is_empty());
        Some(
            input
                .action
                .as_deref()
                .or(spoken)
                .map_or_else(|| self.default_action(input, None), str::to_owned),
        )
    }

    /// The action of the output: the one given, or the default.
    pub fn output_action(&self, operation: &Operation) -> Option<String> {
        let output = operation.output.as_ref()?;
        Some(output.action.clone().unwrap_or_else(|| self.default_action(output, None)))
    }

    /// The action of a declared fault: the one given, or the default.
    pub fn fault_action(&self, operation: &Operation, fault: &MessageRef) -> String {
        fault.action.clone().unwrap_or_else(|| self.default_action(fault, Some(operation)))
    }

    /// Section 4.4.4: `[target namespace][delimiter][port type name][delimiter][input|output name]`, for faults
    /// `…[operation name][delimiter]Fault[delimiter][fault name]`. The delimiter of a URN is the colon.
    fn default_action(&self, message: &MessageRef, fault_of: Option<&Operation>) -> String {
        let (mut action, delimiter) = beginning(&self.name);
        if let Some(operation) = fault_of {
            action.extend([delimiter]);
            action.push_str(&operation.name);
            action.extend([delimiter]);
            action.push_str("Fault");
        }
        action.push(delimiter);
        action.push_str(&message.name);
        action
    }
}

/// The default action of a fault of WSDL 2.0 (section 4.4.2): `[target namespace][delimiter][interface
/// name][delimiter][fault name]`.
pub fn default_fault_action(interface: &QName, fault: &str) -> String {
    let (mut action, delimiter) = beginning(interface);
    action.push(delimiter);
    action.push_str(fault);
    action
}

/// `[target namespace][delimiter][interface name]`, and the delimiter.
fn beginning(interface: &QName) -> (String, char) {
    let namespace = interface.namespace.as_str();
    let urn = namespace.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn:"));
    let delimiter = if urn { ':' } else { '/' };
    let mut action = namespace.to_owned();
    if !namespace.ends_with(delimiter) {
        action.push(delimiter);
    }
    action.push_str(&interface.local);
    (action, delimiter)
}

#[cfg(test)]
mod tests {
    use super::default_fault_action;
    use crate::service::{EffectClass, Interface, MessageRef, Operation, Pattern};
    use crate::{Location, QName};

    fn message(name: &str, action: Option<&str>) -> MessageRef {
        MessageRef {
            name: name.to_owned(),
            message: QName::new("urn:x", name),
            action: action.map(str::to_owned),
            documentation: None,
        }
    }

    /// The examples of section 4.4.4.
    #[test]
    fn defaults() {
        let operation = Operation {
            name: "GetLastTradePrice".to_owned(),
            documentation: None,
            pattern: Pattern::RequestResponse,
            input: Some(message("GetTradePriceInput", None)),
            output: Some(message("GetTradePriceOutput", Some("urn:given"))),
            faults: vec![message("FaultName", None)],
            parameter_order: Vec::new(),
            effect: EffectClass::Unknown,
            location: Location::default(),
        };
        let mut interface = Interface {
            name: QName::new("http://example.com/stockquote", "StockQuotePortType"),
            documentation: None,
            operations: Vec::new(),
            location: Location::default(),
        };
        let action = interface.input_action(&operation, Some(" ")).unwrap();
        assert_eq!(action, "http://example.com/stockquote/StockQuotePortType/GetTradePriceInput");
        assert_eq!(interface.input_action(&operation, Some("urn:soap")).unwrap(), "urn:soap");
        assert_eq!(interface.output_action(&operation).unwrap(), "urn:given");
        let fault = interface.fault_action(&operation, &operation.faults[0]);
        assert_eq!(
            fault,
            "http://example.com/stockquote/StockQuotePortType/GetLastTradePrice/Fault/FaultName"
        );
        interface.name.namespace = "urn:example:stock:".to_owned();
        let action = interface.input_action(&operation, None).unwrap();
        assert_eq!(action, "urn:example:stock:StockQuotePortType:GetTradePriceInput");
        let reservation = QName::new("http://example.com/wsdl/", "reservation");
        let action = default_fault_action(&reservation, "invalidData");
        assert_eq!(action, "http://example.com/wsdl/reservation/invalidData");
    }
}
