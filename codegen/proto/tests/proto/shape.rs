// SPDX-License-Identifier: EUPL-1.2
//! What the text says.

use fachwerk_mapping::{Lock, derive};
use fachwerk_proto::{Options, Proto, generate, service_name};

use crate::everything;

fn proto(options: &Options) -> Proto {
    let contract = everything::contract();
    let (mapping, _, _) = derive(&contract, &Lock::new());
    generate(&contract, &mapping, options)
}

#[track_caller]
fn says(proto: &Proto, lines: &[&str]) {
    let text = &proto.files[0].1;
    let expected = lines.join("\n");
    assert!(text.contains(&expected), "no\n{expected}\nin\n{text}");
}

#[test]
fn files_lie_where_their_package_says() {
    let proto = proto(&Options::default());
    let paths: Vec<&str> = proto.files.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["example/everything/v1/everything.proto", "buf.yaml"]);
    let set: Vec<&str> = proto.descriptor.file.iter().map(prost_types::FileDescriptorProto::name).collect();
    assert_eq!(set, ["example/everything/v1/everything.proto"]);
}

#[test]
fn services_say_what_their_operations_do() {
    says(
        &proto(&Options::default()),
        &[
            "// A service that has everything.",
            "service EverythingService {",
            "  // Does roundTrip.",
            "  // Fault Sad: details[] of google.rpc.Status holds Leaf",
            "  rpc RoundTrip(RoundTripRequest) returns (RoundTripResponse) {",
            "    option idempotency_level = NO_SIDE_EFFECTS;",
            "  }",
            "",
            "  // Does tell.",
            "  // One-way: the answer says that the message was accepted.",
            "  rpc Tell(TellRequest) returns (TellResponse);",
            "}",
        ],
    );
    says(&proto(&Options::default()), &["message TellResponse {}"]);
}

#[test]
fn presence_and_repetition() {
    let proto = proto(&Options::default());
    says(&proto, &["  // Required.", "  int32 int = 4;"]);
    says(&proto, &["  optional int32 int = 4;"]);
    says(&proto, &["  repeated int32 int = 4;"]);
    says(&proto, &["  map<string, string> any_attributes = 4;"]);
    says(&proto, &["  repeated int32 numbers = 5;"]);
}

#[test]
fn wrappers_tell_nil_from_absent() {
    says(
        &proto(&Options::default()),
        &[
            "  // `nil` stands for xsi:nil.",
            "  message ShadowValueValue {",
            "    bool nil = 1;",
            "    Leaf value = 2;",
            "  }",
            "",
            "  // Required.",
            "  ShadowValueValue shadow = 1;",
            "  ShadowValue real = 2;",
            "}",
        ],
    );
}

#[test]
fn choices_and_families_are_oneofs() {
    let proto = proto(&Options::default());
    says(
        &proto,
        &["message BaseVariant {", "  oneof value {", "    Base base = 1;", "    Derived derived = 2;"],
    );
    // A variant that is called like the oneof.
    says(&proto, &["  oneof value_choice {", "    HeadValue head = 1;", "    Amount member = 2;"]);
    says(&proto, &["  oneof choice {", "    int32 number = 2;", "    string text = 3;"]);
}

#[test]
fn names_that_collide_are_held_apart() {
    let proto = proto(&Options::default());
    says(
        &proto,
        &["enum ColourDark {", "  COLOUR_DARK_UNSPECIFIED = 0;", "  // `blue`", "  COLOUR_DARK_BLUE_2 = 1;"],
    );
    assert_eq!(proto.warnings.len(), 0, "{:?}", proto.warnings);
    let contract = everything::contract();
    let (mapping, _, _) = derive(&contract, &Lock::new());
    assert_eq!(service_name(&mapping, 0), "EverythingService");
}

#[test]
fn constraints_are_comments() {
    let proto = proto(&Options::default());
    says(&proto, &["  // Simple type ShortText.", "  // Length at most 5; pattern `[a-z]*`."]);
    says(&proto, &["// Type Leaf.", "//", "// With a second paragraph */ in it.", "message Leaf {"]);
}

#[test]
fn options_of_languages() {
    let options = Options {
        go_package: Some("example.org/everything".to_owned()),
        java_package: Some("org.example".to_owned()),
    };
    says(
        &proto(&options),
        &[
            "option go_package = \"example.org/everything\";",
            "option java_multiple_files = true;",
            "option java_package = \"org.example\";",
        ],
    );
}
