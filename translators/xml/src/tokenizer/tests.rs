// SPDX-License-Identifier: EUPL-1.2
use std::fmt::Write as _;

use super::*;

/// All tokens of a document as text: `<name attribute=value>`, text in quotation marks, `>`.
fn tokens(input: &[u8]) -> Result<String> {
    let mut tokens = Tokenizer::new(input, &Limits::default())?;
    let mut out = String::new();
    loop {
        match tokens.next_token()? {
            Token::Start => {
                let _ = write!(out, "<{{{}}}{}", tokens.namespace(), tokens.local());
                for attribute in tokens.attributes() {
                    let namespace = tokens.attribute_namespace(attribute);
                    let _ = write!(out, " {{{namespace}}}{}={:?}", attribute.local(), attribute.value());
                }
            }
            Token::Text => {
                let _ = write!(out, "{:?}", tokens.text());
            }
            Token::End => out.push('>'),
            Token::Eof => return Ok(out),
        }
    }
}

fn good(input: &str, expected: &str) {
    assert_eq!(tokens(input.as_bytes()).as_deref(), Ok(expected), "{input}");
}

#[test]
fn documents_become_tokens() {
    good("<a/>", "<{}a>");
    good("<a></a >", "<{}a>");
    good("<?xml version='1.0'?>\n<!-- c --><a/>\n<!----> ", "<{}a>");
    good("\u{FEFF}<?xml version=\"1.1\" encoding='utf-8' standalone = 'yes' ?><a/>", "<{}a>");
    good("<a>x<b/>y</a>", "<{}a\"x\"<{}b>\"y\">");
    good("<a>1<!--c-->2<![CDATA[<3>&]]>4<![CDATA[]]></a>", "<{}a\"12<3>&4\">");
    good("<a><![CDATA[]]></a>", "<{}a>");
    good("<a>&lt;&gt;&amp;&apos;&quot;&#65;&#x1F600;&#xd;</a>", "<{}a\"<>&'\\\"A\u{1F600}\\r\">");
    good("<a>x\r\ny\rz\r<b/>\r\n</a>", "<{}a\"x\\ny\\nz\\n\"<{}b>\"\\n\">");
    good("<a><![CDATA[\r\n\r]]>\n</a>", "<{}a\"\\n\\n\\n\">");
    good("<a>]]&gt; ]] > ]></a>", "<{}a\"]]> ]] > ]>\">");
    good("<a b='1\t2\n3\r\n4&#9;&#10;&amp;\"'/>", "<{}a {}b=\"1 2 3 4\\t\\n&\\\"\">");
    good("<Größe 名='x'/>", "<{}Größe {}名=\"x\">");
}

#[test]
fn names_get_their_namespaces() {
    good(
        "<a xmlns='urn:a' b='1'><p:c xmlns:p='urn:p' p:d='2' b='3'/></a>",
        "<{urn:a}a {}b=\"1\"<{urn:p}c {urn:p}d=\"2\" {}b=\"3\">>",
    );
    good("<a xmlns='urn:a'><b xmlns=''><c/></b><d/></a>", "<{urn:a}a<{}b<{}c>><{urn:a}d>>");
    good("<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'/><p:c/></p:a>", "<{urn:1}a<{urn:2}b><{urn:1}c>>");
    good("<a xml:lang='de'/>", "<{}a {http://www.w3.org/XML/1998/namespace}lang=\"de\">");
    good("<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>", "<{}a>");
    good("<a p:b='1' xmlns:p='urn:&#x61;'/>", "<{}a {urn:a}b=\"1\">");
    good("<a xmlns:p='urn:p' xmlns='urn:p' b='1' p:b='2'/>", "<{urn:p}a {}b=\"1\" {urn:p}b=\"2\">");
}

/// Every class of ill-formed document, with the kind of error and its offset.
const REFUSED: &[(&str, ErrorKind, usize)] = &[
    // Documents.
    ("", ErrorKind::Syntax, 0),
    (" \n", ErrorKind::Syntax, 2),
    ("text", ErrorKind::Syntax, 0),
    ("<!--c-->", ErrorKind::Syntax, 8),
    ("<a/><b/>", ErrorKind::Syntax, 4),
    ("<a/>text", ErrorKind::Syntax, 4),
    ("text<a/>", ErrorKind::Syntax, 0),
    ("<a/>&#32;", ErrorKind::Syntax, 4),
    ("<a/><![CDATA[ ]]>", ErrorKind::Syntax, 4),
    ("<![CDATA[ ]]><a/>", ErrorKind::Syntax, 0),
    ("<a/></a>", ErrorKind::Syntax, 4),
    ("<a/>\u{FEFF}", ErrorKind::Syntax, 4),
    ("\u{FEFF}\u{FEFF}<a/>", ErrorKind::Syntax, 3),
    // Characters.
    ("<a>\0</a>", ErrorKind::Syntax, 3),
    ("<a>\u{B}</a>", ErrorKind::Syntax, 3),
    ("<a b='\u{1F}'/>", ErrorKind::Syntax, 6),
    ("<a>\u{FFFE}</a>", ErrorKind::Syntax, 3),
    ("<!--\u{FFFF}--><a/>", ErrorKind::Syntax, 4),
    ("<a>&#0;</a>", ErrorKind::Syntax, 3),
    ("<a>&#8;</a>", ErrorKind::Syntax, 3),
    ("<a>&#xFFFE;</a>", ErrorKind::Syntax, 3),
    ("<a>&#xD800;</a>", ErrorKind::Syntax, 3),
    ("<a>&#x110000;</a>", ErrorKind::Syntax, 3),
    ("<a>&#99999999999999999999;</a>", ErrorKind::Syntax, 3),
    ("<a b='&#0;'/>", ErrorKind::Syntax, 6),
    // References.
    ("<a>&</a>", ErrorKind::Syntax, 3),
    ("<a>& </a>", ErrorKind::Syntax, 3),
    ("<a>&lt</a>", ErrorKind::Syntax, 3),
    ("<a>&#;</a>", ErrorKind::Syntax, 3),
    ("<a>&#x;</a>", ErrorKind::Syntax, 3),
    ("<a>&#xG;</a>", ErrorKind::Syntax, 3),
    ("<a>&#X41;</a>", ErrorKind::Syntax, 3),
    ("<a>&#1a;</a>", ErrorKind::Syntax, 3),
    ("<a>&l t;</a>", ErrorKind::Syntax, 3),
    ("<a>&e;</a>", ErrorKind::Forbidden, 3),
    ("<a>&LT;</a>", ErrorKind::Forbidden, 3),
    ("<a b='&e;'/>", ErrorKind::Forbidden, 6),
    ("<a b='& '/>", ErrorKind::Syntax, 6),
    // Text.
    ("<a>]]></a>", ErrorKind::Syntax, 3),
    ("<a>x ]]]> y</a>", ErrorKind::Syntax, 6),
    ("<a><![CDATA[x</a>", ErrorKind::Syntax, 3),
    ("<a><![cdata[x]]></a>", ErrorKind::Syntax, 3),
    ("<a><![CDATA [x]]></a>", ErrorKind::Syntax, 3),
    ("<a>x<", ErrorKind::Syntax, 5),
    ("<a>x", ErrorKind::Syntax, 4),
    // Comments.
    ("<a><!-- -- --></a>", ErrorKind::Syntax, 8),
    ("<a><!-- x ---></a>", ErrorKind::Syntax, 10),
    ("<a><!--></a>", ErrorKind::Syntax, 3),
    ("<a><!--->x</a>", ErrorKind::Syntax, 3),
    ("<a><!- x --></a>", ErrorKind::Syntax, 3),
    ("<a><!--x", ErrorKind::Syntax, 3),
    // Tags.
    ("<a>", ErrorKind::Syntax, 3),
    ("<a", ErrorKind::Syntax, 2),
    ("<a/", ErrorKind::Syntax, 2),
    ("<a / >", ErrorKind::Syntax, 3),
    ("<a></b>", ErrorKind::Syntax, 5),
    ("<a></a", ErrorKind::Syntax, 6),
    ("<a></a b='1'>", ErrorKind::Syntax, 6),
    ("<a></ a>", ErrorKind::Syntax, 5),
    ("<a></a/>", ErrorKind::Syntax, 6),
    ("<a></ab>", ErrorKind::Syntax, 5),
    ("<ab></a>", ErrorKind::Syntax, 6),
    ("<a><b></a></b>", ErrorKind::Syntax, 8),
    ("< a/>", ErrorKind::Syntax, 1),
    ("<>", ErrorKind::Syntax, 1),
    ("<1a/>", ErrorKind::Syntax, 1),
    ("<-a/>", ErrorKind::Syntax, 1),
    ("<.a/>", ErrorKind::Syntax, 1),
    ("<\u{B7}a/>", ErrorKind::Syntax, 1),
    ("<\u{300}a/>", ErrorKind::Syntax, 1),
    ("<a\u{D7}/>", ErrorKind::Syntax, 2),
    ("<a\u{37E}/>", ErrorKind::Syntax, 2),
    ("<a,b/>", ErrorKind::Syntax, 2),
    ("<a<b/>", ErrorKind::Syntax, 2),
    // Attributes.
    ("<a b/>", ErrorKind::Syntax, 4),
    ("<a b=/>", ErrorKind::Syntax, 5),
    ("<a b=1/>", ErrorKind::Syntax, 5),
    ("<a b='1/>", ErrorKind::Syntax, 5),
    ("<a b='1\"/>", ErrorKind::Syntax, 5),
    ("<a b='<'/>", ErrorKind::Syntax, 6),
    ("<a b='1'c='2'/>", ErrorKind::Syntax, 8),
    ("<a b='1' b='2'/>", ErrorKind::Syntax, 0),
    ("<a ='1'/>", ErrorKind::Syntax, 3),
    ("<a 1='1'/>", ErrorKind::Syntax, 3),
    ("<a/b='1'>", ErrorKind::Syntax, 2),
    // Namespaces.
    ("<p:a/>", ErrorKind::Syntax, 1),
    ("<a p:b='1'/>", ErrorKind::Syntax, 3),
    ("<a><b xmlns:p='urn:p'/><p:c/></a>", ErrorKind::Syntax, 24),
    ("<:a/>", ErrorKind::Syntax, 1),
    ("<a:/>", ErrorKind::Syntax, 3),
    ("<a:b:c xmlns:a='urn:a'/>", ErrorKind::Syntax, 4),
    ("<a:1 xmlns:a='urn:a'/>", ErrorKind::Syntax, 3),
    ("<a :b='1'/>", ErrorKind::Syntax, 3),
    ("<a xmlns:='urn:a'/>", ErrorKind::Syntax, 9),
    ("<a xmlns:p=''/>", ErrorKind::Syntax, 3),
    ("<a xmlns:p='urn:p' xmlns:q='urn:p' p:b='1' q:b='2'/>", ErrorKind::Syntax, 0),
    ("<a xmlns:p='urn:p' xmlns:p='urn:q'/>", ErrorKind::Syntax, 0),
    ("<a xmlns='urn:p' xmlns='urn:p'/>", ErrorKind::Syntax, 0),
    ("<a xmlns:xml='urn:a'/>", ErrorKind::Syntax, 3),
    ("<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", ErrorKind::Syntax, 3),
    ("<a xmlns='http://www.w3.org/XML/1998/namespace'/>", ErrorKind::Syntax, 3),
    ("<a xmlns:xmlns='http://www.w3.org/2000/xmlns/'/>", ErrorKind::Syntax, 3),
    ("<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", ErrorKind::Syntax, 3),
    ("<a xmlns='http://www.w3.org/2000/xmlns/'/>", ErrorKind::Syntax, 3),
    ("<xmlns:a/>", ErrorKind::Syntax, 1),
    // Declaration, processing instructions, DTD.
    (" <?xml version='1.0'?><a/>", ErrorKind::Syntax, 1),
    ("<a><?xml version='1.0'?></a>", ErrorKind::Syntax, 3),
    ("<?XML version='1.0'?><a/>", ErrorKind::Syntax, 0),
    ("<?xml?><a/>", ErrorKind::Syntax, 0),
    ("<?xml ?><a/>", ErrorKind::Syntax, 5),
    ("<?xml version=1.0?><a/>", ErrorKind::Syntax, 14),
    ("<?xml version='2.0'?><a/>", ErrorKind::Syntax, 15),
    ("<?xml version='1.'?><a/>", ErrorKind::Syntax, 15),
    ("<?xml version='1.0\"?><a/>", ErrorKind::Syntax, 14),
    ("<?xml encoding='utf-8'?><a/>", ErrorKind::Syntax, 5),
    ("<?xml version='1.0'encoding='utf-8'?><a/>", ErrorKind::Syntax, 19),
    ("<?xml version='1.0' standalone='yes' encoding='utf-8'?><a/>", ErrorKind::Syntax, 37),
    ("<?xml version='1.0' standalone='YES'?><a/>", ErrorKind::Syntax, 32),
    ("<?xml version='1.0' encoding=''?><a/>", ErrorKind::Syntax, 30),
    ("<?xml version='1.0' encoding='-8'?><a/>", ErrorKind::Syntax, 30),
    ("<?xml version='1.0' x='1'?><a/>", ErrorKind::Syntax, 20),
    ("<?xml version='1.0' >", ErrorKind::Syntax, 20),
    ("<?xml version='1.0'", ErrorKind::Syntax, 19),
    ("<?p?><a/>", ErrorKind::Forbidden, 0),
    ("<?xml-stylesheet href='x'?><a/>", ErrorKind::Forbidden, 0),
    ("<a><?p x?></a>", ErrorKind::Forbidden, 3),
    ("<a/><?p?>", ErrorKind::Forbidden, 4),
    ("<a><? p?></a>", ErrorKind::Syntax, 3),
    ("<!DOCTYPE a><a/>", ErrorKind::Forbidden, 0),
    ("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", ErrorKind::Forbidden, 0),
    ("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", ErrorKind::Forbidden, 0),
    ("<a><!DOCTYPE a></a>", ErrorKind::Forbidden, 3),
    ("<!doctype a><a/>", ErrorKind::Syntax, 0),
    ("<a><!ELEMENT a ANY></a>", ErrorKind::Syntax, 3),
];

#[test]
fn ill_formed_documents_are_refused() {
    for (input, kind, offset) in REFUSED {
        match tokens(input.as_bytes()) {
            Ok(tokens) => panic!("{input:?} gave {tokens}"),
            Err(error) => {
                assert_eq!((error.kind, error.offset), (*kind, Some(*offset)), "{input:?}: {error}");
            }
        }
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_refused() {
    // Overlong forms, lone continuation bytes, surrogates, cut sequences.
    for bytes in [&b"\xC0\x80"[..], b"\x80", b"\xED\xA0\x80", b"\xF4\x90\x80\x80", b"\xE4"] {
        let input = [b"<a>", bytes, b"</a>"].concat();
        let error = tokens(&input).unwrap_err();
        assert_eq!((error.kind, error.offset), (ErrorKind::Syntax, Some(3)));
    }
    // What has to be decoded first says so.
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE4</a>";
    assert_eq!(tokens(latin).unwrap_err().kind, ErrorKind::Unsupported);
    assert!(tokens(b"<?xml version='1.0' encoding='windows-1252'?><a>x</a>").is_ok());
}

#[test]
fn limits_hold() {
    let base = Limits::default();
    let refused = |input: &str, limits: Limits| {
        let run = || {
            let mut tokens = Tokenizer::new(input.as_bytes(), &limits)?;
            while tokens.next_token()? != Token::Eof {}
            Ok(())
        };
        let result: Result<()> = run();
        assert_eq!(result.map_err(|e| e.kind), Err(ErrorKind::Limit), "{input}");
    };
    refused("<a/>", Limits { max_bytes: 3, ..base });
    refused("<a><b/></a>", Limits { max_depth: 1, ..base });
    refused("<a><b/><b/></a>", Limits { max_nodes: 2, ..base });
    refused("<a b='1' c='2'/>", Limits { max_nodes: 2, ..base });
    refused("<a b='1' c='2'/>", Limits { max_attributes: 1, ..base });
    refused("<a xmlns='u' c='2'/>", Limits { max_attributes: 1, ..base });
    refused("<a><b/>x<b/></a>", Limits { max_children: 1, ..base });
    refused("<abc/>", Limits { max_name_bytes: 2, ..base });
    refused("<a b='123'/>", Limits { max_text_bytes: 2, ..base });
    refused("<a>123</a>", Limits { max_text_bytes: 2, ..base });
    refused("<a>12<!---->3</a>", Limits { max_text_bytes: 2, ..base });
    refused("<a>12<![CDATA[3]]></a>", Limits { max_text_bytes: 2, ..base });
    refused("<a xmlns:b='b'><c xmlns:d='d'/></a>", Limits { max_namespaces: 2, ..base });
}

#[test]
fn limits_say_where() {
    let base = Limits::default();
    for (input, limits, offset) in [
        ("<a/>", Limits { max_bytes: 3, ..base }, 3),
        ("<a><b/></a>", Limits { max_depth: 1, ..base }, 3),
        ("<a><b/><b/></a>", Limits { max_nodes: 2, ..base }, 7),
        ("<a><b/><b/></a>", Limits { max_children: 1, ..base }, 7),
        ("<a><b c='1' d='2'/></a>", Limits { max_attributes: 1, ..base }, 3),
        ("<a><bcd/></a>", Limits { max_name_bytes: 2, ..base }, 4),
        ("<a>123</a>", Limits { max_text_bytes: 2, ..base }, 3),
        ("<a b='123'/>", Limits { max_text_bytes: 2, ..base }, 6),
        ("<a xmlns:b='b'><c xmlns:d='d'/></a>", Limits { max_namespaces: 2, ..base }, 15),
    ] {
        let run = || -> Result<()> {
            let mut tokens = Tokenizer::new(input.as_bytes(), &limits)?;
            while tokens.next_token()? != Token::Eof {}
            Ok(())
        };
        let error = run().unwrap_err();
        assert_eq!((error.kind, error.offset), (ErrorKind::Limit, Some(offset)), "{input}: {error}");
    }
}

#[test]
fn processing_instructions_can_be_passed_over() {
    let limits = Limits { processing_instructions: true, ..Limits::default() };
    let run = |input: &str| -> Result<String> {
        let mut tokens = Tokenizer::new(input.as_bytes(), &limits)?;
        let mut text = String::new();
        loop {
            match tokens.next_token()? {
                Token::Text => text.push_str(tokens.text()),
                Token::Eof => return Ok(text),
                _ => {}
            }
        }
    };
    assert_eq!(
        run("<?p?><?xml-stylesheet href='x'?><a>1<?p <a> ? > ?>2<?q?></a>\n<?p x?>").as_deref(),
        Ok("12")
    );
    for (input, offset) in [
        ("<a><?xml version='1.0'?></a>", 3),
        ("<a><?XmL ?></a>", 3),
        ("<a><? p?></a>", 3),
        ("<a><?p", 6),
        ("<a><?p x></a>", 3),
        ("<a><?p,x?></a>", 6),
        ("<a><?p:q?></a>", 6),
        ("<?p \u{1}?><a/>", 4),
    ] {
        let error = run(input).unwrap_err();
        assert_eq!((error.kind, error.offset), (ErrorKind::Syntax, Some(offset)), "{input}: {error}");
    }
}

/// The classes that parsers are known to let through, each by its name and its rule in XML 1.0 or Namespaces 1.0.
#[test]
fn no_class_of_ill_formed_documents_passes() {
    for (class, input) in [
        ("duplicate root (production 1)", "<a/><a/>"),
        ("text after the root (production 1)", "<a/>x"),
        ("reference to no character (WFC: Legal Character)", "<a>&#0;</a>"),
        ("NUL (production 2)", "<a>\0</a>"),
        ("U+FFFE (production 2)", "<a>\u{FFFE}</a>"),
        ("`<` in an attribute (WFC: No < in Attribute Values)", "<a b='<'/>"),
        ("`]]>` in text (production 14)", "<a>]]></a>"),
        ("`--` in a comment (production 15)", "<a><!-- -- --></a>"),
        ("undeclared prefix (NSC: Prefix Declared)", "<p:a/>"),
        ("attribute twice (WFC: Unique Att Spec)", "<a b='1' b='2'/>"),
        ("expanded attribute twice (NSC: Attributes Unique)", "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>"),
        ("end tag of another element (WFC: Element Type Match)", "<a><b></a></b>"),
        ("element that does not end (production 39)", "<a><b></b>"),
        ("attribute without quotation marks (production 10)", "<a b=1/>"),
        ("attribute without a value (production 41)", "<a b/>"),
        ("entity that is not declared (WFC: Entity Declared)", "<a>&e;</a>"),
        ("bare ampersand (production 14)", "<a>& </a>"),
        ("declaration that is not at the beginning (production 22)", " <?xml version='1.0'?><a/>"),
        ("CDATA section outside the root (production 1)", "<a/><![CDATA[x]]>"),
        ("no root (production 1)", "<!-- a -->"),
        ("control character (production 2)", "<a>\u{1}</a>"),
        ("surrogate by reference (WFC: Legal Character)", "<a>&#xD800;</a>"),
        ("reserved prefix bound (NSC: Reserved Prefixes)", "<a xmlns:xmlns='u'/>"),
        ("prefix undeclared (NSC: No Prefix Undeclaring)", "<a xmlns:p=''/>"),
        ("name with two colons (production 7 of Namespaces)", "<a:b:c xmlns:a='u'/>"),
    ] {
        assert!(tokens(input.as_bytes()).is_err(), "{class}: {input:?}");
    }
}

#[test]
fn hostile_documents_cost_linear_time() {
    let wide = Limits { max_bytes: 64 << 20, max_nodes: 10_000_000, ..Limits::default() };
    let run = |input: &str, limits: &Limits| -> Result<()> {
        let mut tokens = Tokenizer::new(input.as_bytes(), limits)?;
        while tokens.next_token()? != Token::Eof {}
        Ok(())
    };
    let kind = |input: &str, limits: &Limits| run(input, limits).map_err(|e| e.kind);
    let nested = "<a>".repeat(100_000);
    assert_eq!(kind(&nested, &wide), Err(ErrorKind::Limit));
    assert!(
        run(&format!("{nested}{}", "</a>".repeat(100_000)), &Limits { max_depth: 1 << 20, ..wide }).is_ok()
    );
    let many = Limits { max_attributes: 1 << 20, max_namespaces: 1 << 20, ..wide };
    let attributes: Vec<String> = (0..100_000).map(|i| format!(" a{i}=''")).collect();
    let attributes = attributes.concat();
    assert_eq!(kind(&format!("<a{attributes}/>"), &wide), Err(ErrorKind::Limit));
    assert!(run(&format!("<a{attributes}/>"), &many).is_ok());
    assert_eq!(kind(&format!("<a{attributes} a7=''/>"), &many), Err(ErrorKind::Syntax));
    let declarations: Vec<String> = (0..100_000).map(|i| format!(" xmlns:a{i}='u'")).collect();
    let declarations = declarations.concat();
    assert_eq!(kind(&format!("<a{declarations}/>"), &wide), Err(ErrorKind::Limit));
    assert!(run(&format!("<a{declarations}/>"), &many).is_ok());
    assert!(run(&format!("<a>{}</a>", "]".repeat(1_000_000)), &wide).is_ok());
    assert!(run(&format!("<a>{}</a>", "&amp;".repeat(1_000_000)), &wide).is_ok());
    assert!(run(&format!("<a>{}</a>", "<!---->".repeat(1_000_000)), &wide).is_ok());
    assert!(run(&format!("<a>{}</a>", "x<![CDATA[]]>".repeat(500_000)), &wide).is_ok());
    assert!(run(&format!("<a>{}</a>", "\u{FF0F}".repeat(1_000_000)), &wide).is_ok());
    let laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><l>&b;</l>";
    assert_eq!(kind(laughs, &wide), Err(ErrorKind::Forbidden));
}

#[test]
fn fragments_keep_their_namespaces() {
    let capture = |input: &str| {
        let mut tokens = Tokenizer::new(input.as_bytes(), &Limits::default()).unwrap();
        tokens.next_token().unwrap();
        tokens.next_token().unwrap();
        let mut out = String::new();
        tokens.capture_element(&mut out).unwrap();
        assert_eq!(tokens.next_token(), Ok(Token::End));
        out
    };
    assert_eq!(capture("<a><b>x</b></a>"), "<b>x</b>");
    assert_eq!(capture("<a xmlns='urn:a&amp;'><b/></a>"), "<b xmlns=\"urn:a&amp;\"/>");
    assert_eq!(capture("<a xmlns='urn:a'><b xmlns='' c='1'/></a>"), "<b xmlns='' c='1'/>");
    assert_eq!(
        capture("<a xmlns:q='urn:q' xmlns:p='urn:p' xmlns:unused='urn:u'><p:b c='q:d'/></a>"),
        "<p:b xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" c='q:d'/>"
    );
    assert_eq!(capture("<a xmlns:p='urn:1'><p:b xmlns:p='urn:2'/></a>"), "<p:b xmlns:p='urn:2'/>");
    assert_eq!(capture("<a xmlns:p='urn:p'><b>&#112;:c</b></a>"), "<b xmlns:p=\"urn:p\">&#112;:c</b>");
    assert_eq!(
        capture("<a><b><!-- c --><c><![CDATA[<]]></c>\r\n</b></a>"),
        "<b><!-- c --><c><![CDATA[<]]></c>\r\n</b>"
    );
}

#[test]
fn a_clone_is_a_checkpoint() {
    let mut tokens = Tokenizer::new(b"<a><b/>x</a>", &Limits::default()).unwrap();
    tokens.next_token().unwrap();
    let mut again = tokens.clone();
    for tokens in [&mut tokens, &mut again] {
        assert_eq!(tokens.next_token(), Ok(Token::Start));
        assert_eq!(tokens.path(), "/a/b");
        assert_eq!(tokens.next_token(), Ok(Token::End));
        assert_eq!(tokens.next_token(), Ok(Token::Text));
        assert_eq!((tokens.offset(), tokens.text()), (7, "x"));
        assert_eq!(tokens.next_token(), Ok(Token::End));
        assert_eq!(tokens.next_token(), Ok(Token::Eof));
        assert_eq!(tokens.next_token(), Ok(Token::Eof));
    }
}

#[test]
fn qualified_names_resolve() {
    let mut tokens = Tokenizer::new(b"<a xmlns='urn:a' xmlns:p='urn:p'/>", &Limits::default()).unwrap();
    tokens.next_token().unwrap();
    assert_eq!(tokens.resolve("p:x"), Ok(("urn:p", "x")));
    assert_eq!(tokens.resolve("x"), Ok(("urn:a", "x")));
    assert_eq!(tokens.resolve("xml:lang"), Ok((crate::XML, "lang")));
    for name in ["q:x", "", ":x", "p:", "p:x:y", "p: x", "1"] {
        assert!(tokens.resolve(name).is_err(), "{name}");
    }
}
