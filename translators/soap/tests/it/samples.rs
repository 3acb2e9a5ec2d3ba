// SPDX-License-Identifier: EUPL-1.2
//! Random messages of real contracts: written, read and written again, also with members in any order.

use std::path::{Path, PathBuf};

use fachwerk_mapping::{Lock, Mapping, MessageRole, MessageShape, derive};
use fachwerk_message::{CodecError, Limits, Recorder, Sink};
use fachwerk_sample::Sampler;
use fachwerk_soap::{
    Envelope, FaultCode, FaultParts, Package, SoapError, Version, write_declared_fault, write_message,
};
use fachwerk_wsdl::{Options, open, read};
use fachwerk_xml::XmlNames;

use crate::tree::Tree;

struct Run<'m> {
    mapping: &'m Mapping,
    names: XmlNames,
    sampler: Sampler<'m>,
    limits: Limits,
}

type Result<T> = std::result::Result<T, Box<CodecError>>;

impl<'m> Run<'m> {
    fn new(mapping: &'m Mapping) -> Self {
        let options = fachwerk_sample::Options::default();
        // Samples may be larger than what a service should take by default.
        let limits =
            Limits { max_bytes: 1 << 30, max_nodes: usize::MAX, max_depth: 1000, ..Limits::default() };
        Self { mapping, names: XmlNames::new(mapping), sampler: Sampler::new(mapping, &options), limits }
    }

    fn write(
        &self,
        shape: &MessageShape,
        role: MessageRole,
        events: impl FnOnce(&mut dyn Sink) -> Result<()>,
    ) -> Result<Vec<u8>> {
        match role {
            MessageRole::Fault(_) => {
                let fault = FaultParts::new(FaultCode::Receiver, "x");
                let parts = (Version::Soap12, &fault);
                write_declared_fault(self.mapping, &self.names, parts, shape, &self.limits, |sink| {
                    events(sink)
                })
            }
            _ => write_message(self.mapping, &self.names, shape, Version::Soap11, &self.limits, |sink| {
                events(sink)
            }),
        }
    }

    fn read<S: Sink + ?Sized>(
        &self,
        bytes: &[u8],
        shape: &MessageShape,
        role: MessageRole,
        sink: &mut S,
    ) -> Result<()> {
        let package = Package::open(None, bytes, &self.limits).map_err(SoapError::into_codec)?;
        let envelope = Envelope::open_package(&package, &self.limits).map_err(SoapError::into_codec)?;
        match role {
            MessageRole::Fault(_) => envelope.read_detail(self.mapping, shape, sink),
            _ => envelope.read(self.mapping, shape, sink),
        }
        .map_err(SoapError::into_codec)
    }

    /// One sample there and back. What does not come back is said.
    fn round(&self, shape: &MessageShape, role: MessageRole, seed: u64) -> Result<()> {
        let mut recorder = Recorder::new();
        self.sampler.sample(shape.root, seed, &mut recorder)?;
        let sample = recorder.finish();
        let written = self.write(shape, role, |sink| sample.replay(sink))?;
        let mut recorder = Recorder::new();
        let mut tree = Tree::default();
        self.read(&written, shape, role, &mut recorder)?;
        self.read(&written, shape, role, &mut tree)?;
        let again = recorder.finish();
        let text = || String::from_utf8_lossy(&written).into_owned();
        let (before, after) = (sample.normalised(self.mapping), again.normalised(self.mapping));
        if before != after {
            let difference = difference(&format!("{before:?}"), &format!("{after:?}"));
            return Err(CodecError::new(
                fachwerk_message::ErrorKind::Invalid,
                format!("not the same: {difference}\n{}", text()),
            ));
        }
        let Some(mut object) = tree.root else { return Ok(()) };
        let mut state = seed;
        object.shuffle(&mut |below| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        });
        let shuffled = self.write(shape, role, |mut sink| object.replay(&mut sink))?;
        let mut recorder = Recorder::new();
        self.read(&shuffled, shape, role, &mut recorder)?;
        if recorder.finish() != again {
            let shuffled = String::from_utf8_lossy(&shuffled).into_owned();
            return Err(CodecError::new(
                fachwerk_message::ErrorKind::Invalid,
                format!("not the same in another order: {}\n{shuffled}", text()),
            ));
        }
        Ok(())
    }
}

/// Where two texts begin to differ.
fn difference(before: &str, after: &str) -> String {
    let at = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        let start = text.char_indices().map(|(i, _)| i).take_while(|i| i + 200 < at).last().unwrap_or(0);
        text[start..].chars().take(400).collect::<String>()
    };
    format!("\n{}\n{}", around(before), around(after))
}

fn mapping(path: &Path) -> Mapping {
    let options = Options::default();
    let input = open(path, &options.limits).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let outcome = read(&input, &options);
    derive(&outcome.contract.expect("a contract"), &Lock::new()).0
}

/// All messages of a contract, so many samples of each; how many, and what went wrong.
fn all(path: &Path, samples: u64) -> (usize, Vec<String>) {
    let mapping = mapping(path);
    let run = Run::new(&mapping);
    let mut wrong = Vec::new();
    let mut count = 0;
    for operation in &mapping.operations {
        let faults = (0..operation.faults.len()).map(MessageRole::Fault);
        for role in [MessageRole::Input, MessageRole::Output].into_iter().chain(faults) {
            let Some(shape) = operation.message(&role) else { continue };
            for seed in 0..samples {
                count += 1;
                if let Err(error) = run.round(shape, role, seed) {
                    wrong.push(format!("{} {role:?} {seed}: {error}", operation.name));
                    break;
                }
            }
        }
    }
    (count, wrong)
}

#[track_caller]
fn good(path: &Path, samples: u64) {
    let (count, wrong) = all(path, samples);
    println!("{}: {count} messages", path.display());
    assert!(count > 0 && wrong.is_empty(), "{} of {count}: {}", wrong.len(), wrong.join("\n"));
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = crate::shared(path);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "missing: {}", path.display());
    println!("skipped: {} is missing", path.display());
    None
}

#[test]
fn melderegister() {
    good(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/melderegister/wsdl/melderegister.wsdl"),
        20,
    );
}

#[test]
fn eakte() {
    if let Some(path) = shared("data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl") {
        good(&path, 5);
    }
}

#[test]
fn xta() {
    if let Some(path) = shared("data/xta2-v3/XTA.wsdl") {
        good(&path, 5);
    }
}

#[test]
fn encoded_contracts() {
    const CONTRACTS: [&str; 20] = [
        "SmartBear__soapui/soapui/src/test/resources/rpc/rpc.wsdl",
        "SmartBear__soapui/soapui-system-test/src/test/resources/wsdls/test.wsdl",
        "WsdlToPhp__PackageGenerator/tests/resources/OmnitureAdminServices.wsdl",
        "WsdlToPhp__PackageGenerator/tests/resources/aukro.wsdl",
        "WsdlToPhp__PackageGenerator/tests/resources/directapi/live.wsdl",
        "WsdlToPhp__PackageGenerator/tests/resources/reformagkh.wsdl",
        "apache__axis-axis2-java-core/modules/xmlbeans/test-resources/InteropTest.wsdl",
        "debian__php8.2/ext/soap/tests/interop/Round4/GroupG/round4_groupG_dimerpc.wsdl",
        "debian__php8.2/ext/soap/tests/interop/Round4/GroupH/round4_groupH_simple_rpcenc.wsdl",
        "debian__php8.2/ext/soap/tests/soap12/soap12-test.wsdl",
        "debian__php8.2/ext/soap/tests/bugs/bug37083.wsdl",
        "debian__php8.2/derived/schema/schema027/service.wsdl",
        "kayoom__wsdl-mapper/test/fixtures/services/magento_v2.wsdl",
        "kayoom__wsdl-mapper/test/fixtures/services/plenty_114.wsdl",
        "loopbackio__strong-soap/test/wsdl/rpcexample.wsdl",
        "postmanlabs__wsdl-to-postman/test/data/InProgress/cdas.wsdl",
        "savonrb__wasabi/spec/fixtures/tradetracker.wsdl",
        "savonrb__wasabi/spec/fixtures/no_namespace.wsdl",
        "vpulim__node-soap/test/request-response-samples/multiCall__rpc_stype_request_xsi_attributes/soap.wsdl",
        "wsdl2phpgenerator__wsdl2phpgenerator/tests/fixtures/wsdl/abstract/abstract.wsdl",
    ];
    let Some(corpus) = shared("corpus") else { return };
    for path in CONTRACTS {
        good(&corpus.join(path), 3);
    }
}

#[test]
fn contracts_with_attachments() {
    const CONTRACTS: [&str; 12] = [
        "SmartBear__soapui/soapui/src/test/resources/attachment-test.wsdl",
        "apache__axis-axis2-java-core/modules/jaxws-integration/src/test/java/org/apache/axis2/jaxws/proxy/rpclitswa/META-INF/RPCLitSWA.wsdl",
        "apache__axis-axis2-java-core/modules/jaxws-integration/src/test/java/org/apache/axis2/jaxws/swamtom/server/META-INF/swamtomservice.wsdl",
        "apache__axis-axis2-java-core/modules/jaxws-integration/test-resources/wsdl/samplemtomjpeg.wsdl",
        "apache__axis-axis2-java-core/modules/kernel/test-resources/wsdl/SwaTest.wsdl",
        "apache__cxf/testutils/src/main/resources/wsdl/mtom_xop.wsdl",
        "apache__cxf/testutils/src/main/resources/wsdl/swa-mime-nomime.wsdl",
        "apache__cxf/testutils/src/main/resources/wsdl/swa-mime.wsdl",
        "apache__cxf/tools/wsdlto/test/src/test/resources/wsdl2java_wsdl/binary_attachment.wsdl",
        "apache__cxf/tools/wsdlto/test/src/test/resources/wsdl2java_wsdl/hello-mime.wsdl",
        "apache__cxf/tools/wsdlto/test/src/test/resources/wsdl2java_wsdl/mime-inout.wsdl",
        "mulesoft__mule-wsdl-parser/src/test/resources/wsdl/multipart-output/Multipart.wsdl",
    ];
    let Some(corpus) = shared("corpus") else { return };
    for path in CONTRACTS {
        good(&corpus.join(path), 5);
    }
}

#[test]
fn contracts_of_many_kinds() {
    const CONTRACTS: [&str; 9] = [
        "AfipSDK__afip.php/src/Afip_res/wsfe.wsdl",
        "ecsec__open-ecard/addons/tr03124/src/jvmTest/resources/schema/ISOIFD.wsdl",
        "gematik__api-telematik/conn/phrs/PHRService_V2_0_2.wsdl",
        "graycatdeveloper__gisgkh-wsdl-java/wsdl_xsd_14.4.0.1/tech-conn/hcs-tech-conn-service-async.wsdl",
        "hooklift__gowsdl/fixtures/usda-awdb.wsdl",
        "onvif__specs/wsdl/ver20/ptz/wsdl/ptz.wsdl",
        "pagopa__pagopa-api/gad/wsdl/NodoPerPsp.wsdl",
        "gematik__api-telematik/conn/SignatureService_V7_5_6.wsdl",
        "wearefrank__zaakbrug/src/main/configurations/Translate/Common/xsd/Zaak_DocumentServices_1_1_02/zkn0310/vraagAntwoord/zkn0310_beantwoordVraag.wsdl",
    ];
    let Some(corpus) = shared("corpus") else { return };
    for path in CONTRACTS {
        good(&corpus.join(path), 3);
    }
}
