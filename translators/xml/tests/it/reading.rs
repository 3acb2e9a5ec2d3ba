// SPDX-License-Identifier: EUPL-1.2
use fachwerk_message::{Discard, ErrorKind, Limits};
use fachwerk_xml::read_document;

use crate::schema::everything;
use crate::trace::{document, message, read, read_whole, root};

#[track_caller]
fn good(content: &str, expected: &str) {
    let mapping = everything();
    assert_eq!(read(&mapping, content).as_deref(), Ok(expected), "{content}");
}

#[track_caller]
fn bad(content: &str, kind: ErrorKind, part: &str) {
    let mapping = everything();
    match read(&mapping, content) {
        Ok(events) => panic!("{content} gave {events}"),
        Err(error) => {
            assert_eq!(error.kind, kind, "{content}: {error}");
            assert!(message(&error).contains(part), "{content}: {error}");
            assert!(error.offset.is_some(), "{content}: no offset");
        }
    }
}

#[test]
fn children_become_members() {
    good("", "");
    good(" \n <!-- c --> ", "");
    good("<x:text> a  b </x:text><x:number> +1.50\n</x:number>", "text=' a  b ';number='+1.50'");
    good("<x:token>a  b</x:token>\n<x:token/>", "token='a b',''");
    good("<x:data>YW\nJj\tZA==</x:data>", "data='YWJjZA=='");
    good("<x:list> 1\n2  3 </x:list>", "list='1 2 3'");
    good("<x:text>a&lt;<![CDATA[<b>]]><!--c-->d</x:text>", "text='a<<b>d'");
    good(
        "<x:item id=' 1 '><x:sku>s</x:sku></x:item><x:item><x:sku/><x:quantity>2</x:quantity></x:item>",
        "item=Item(id='1';sku='s'),Item(sku='';quantity='2')",
    );
    good("<x:money currency='EUR'> 1.0 </x:money>", "money=Money(currency='EUR';value='1.0')");
    good("<x:money/>", "money=Money(value='')");
    good("<o:foreign>f</o:foreign>", "foreign='f'");
}

#[test]
fn prefixes_do_not_matter() {
    let mapping = everything();
    let input = "<root xmlns='urn:test'><text>a</text><f xmlns='urn:other'/></root>";
    let error = read_whole(&mapping, input).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Structure);
    let input = "<root xmlns='urn:test' version='1' p:ref='text' xmlns:p='urn:other' xml:lang='de'><text>a</text></root>";
    assert_eq!(
        read_whole(&mapping, input).as_deref(),
        Ok("version='1';ref='{urn:test}text';lang='de';text='a'")
    );
}

#[test]
fn qualified_names_are_expanded() {
    good("<x:name>o:a</x:name>", "name='{urn:other}a'");
    good("<x:name xmlns:o='urn:inner'> o:a </x:name>", "name='{urn:inner}a'");
    good("<x:name>a</x:name>", "name='a'");
    good("<x:name xmlns='urn:d'>a</x:name>", "name='{urn:d}a'");
    good("<x:names>o:a  b x:c</x:names>", "names='{urn:other}a b {urn:test}c'");
    good(
        "<x:qualified kind='o:k'>x:v</x:qualified>",
        "qualified=Qualified(kind='{urn:other}k';value='{urn:test}v')",
    );
    bad("<x:name>p:a</x:name>", ErrorKind::Value, "not declared");
    bad("<x:name>a b</x:name>", ErrorKind::Value, "not a qualified name");
    bad("<x:name/>", ErrorKind::Value, "not a qualified name");
    bad("<x:name xmlns:p='urn:p q'>p:a</x:name>", ErrorKind::Value, "white space");
}

#[test]
fn nil_is_nil() {
    good("<x:nil xsi:nil='true'/><x:nil xsi:nil=' 1 '> </x:nil>", "nil=nil,nil");
    good("<x:nil xsi:nil='false'>a</x:nil><x:nil xsi:nil='0'/>", "nil='a',''");
    good("<x:nilItem xsi:nil='true'/>", "nilItem=nil");
    good("<x:nilItem id='1' xsi:nil='true'/>", "nilItem=Item~(id='1')");
    good("<x:nilAnimal xsi:nil='true'/>", "nilAnimal=nil");
    good("<x:nilAnimal xsi:nil='true' xsi:type='x:Animal'/>", "nilAnimal=nil");
    good("<x:nilAnimal xsi:nil='true' xsi:type='x:Dog'/>", "nilAnimal=Dog!Dog~()");
    good("<o:bike xsi:nil='true'/>", "vehicle=bike!nil");
    bad("<x:text xsi:nil='true'/>", ErrorKind::Structure, "does not allow");
    bad("<x:nil xsi:nil='true'>a</x:nil>", ErrorKind::Structure, "must be empty");
    bad("<x:nilItem xsi:nil='true'><x:sku/></x:nilItem>", ErrorKind::Structure, "must be empty");
    bad("<x:nilItem id='1' xsi:nil='true'><x:sku/></x:nilItem>", ErrorKind::Structure, "must be empty");
    bad("<x:nil xsi:nil='yes'/>", ErrorKind::Value, "xsi:nil");
}

#[test]
fn types_are_chosen() {
    good("<x:shape xsi:type='x:Circle'><x:radius>1</x:radius></x:shape>", "shape=Circle!Circle(radius='1')");
    good("<x:animal><x:name>a</x:name></x:animal>", "animal=Animal!Animal(name='a')");
    good(
        "<x:animal xsi:type='x:Dog' tag='t'><x:name>a</x:name><x:tricks>b</x:tricks></x:animal>\
         <x:animal xsi:type='x:Animal'><x:name>c</x:name></x:animal>",
        "animal=Dog!Dog(tag='t';name='a';tricks='b'),Animal!Animal(name='c')",
    );
    good("<x:item xsi:type='x:Item'><x:sku/></x:item>", "item=Item(sku='')");
    good("<x:number xsi:type='xs:decimal'>1</x:number>", "number='1'");
    bad("<x:shape><x:radius>1</x:radius></x:shape>", ErrorKind::Structure, "abstract type");
    bad("<x:shape xsi:type='x:Shape'/>", ErrorKind::Structure, "no type it may have");
    bad("<x:animal xsi:type='x:Cat'/>", ErrorKind::Structure, "no type it may have");
    bad("<x:animal xsi:type='o:Dog'/>", ErrorKind::Structure, "no type it may have");
    bad("<x:animal xsi:type='p:Dog'/>", ErrorKind::Value, "not declared");
    bad("<x:item xsi:type='x:Animal'/>", ErrorKind::Structure, "no type it may have");
    bad("<x:number xsi:type='xs:date'>1</x:number>", ErrorKind::Structure, "no type it may have");
}

#[test]
fn substitutes_are_recognised() {
    good(
        "<x:vehicle><x:name>a</x:name></x:vehicle><x:car><x:sku/></x:car><o:bike>3</o:bike>",
        "vehicle=vehicle!Animal!Animal(name='a'),car!Item(sku=''),bike!'3'",
    );
    good("<x:vehicle xsi:type='x:Dog'><x:name>a</x:name></x:vehicle>", "vehicle=vehicle!Dog!Dog(name='a')");
    good(
        "<x:member>m</x:member><x:wild a='1'/>",
        "abstractHead=member!'m',wild!<x:wild xmlns:x=\"urn:test\" a='1'/>",
    );
    bad("<x:abstractHead/>", ErrorKind::Structure, "not expected here");
}

#[test]
fn mixed_content_keeps_its_order() {
    good(
        "<x:note>one <x:b>two</x:b> <x:b>three</x:b><x:i><x:sku>4</x:sku></x:i>&amp;<!--c--> five</x:note>",
        "note=Note(content=NoteContent(text='one '),NoteContent(b='two'),NoteContent(text=' '),NoteContent(b='three'),\
         NoteContent(i=Item(sku='4')),NoteContent(text='& five'))",
    );
    good("<x:note/>", "note=Note()");
    bad("<x:note><x:c/></x:note>", ErrorKind::Structure, "expected one of b, i");
}

#[test]
fn repeated_groups_keep_their_order() {
    good(
        "<x:key>a</x:key><x:value>1</x:value><x:key>b</x:key><x:right>1</x:right><x:left>2</x:left><x:left>3</x:left>",
        "items=RootItem(key='a';value='1'),RootItem(key='b';items=RootItemItem(right='1'),RootItemItem(left='2'),\
         RootItemItem(left='3'))",
    );
    // A third value has no room in its occurrence of the group, and no key begins another one: too many is
    // validation's business.
    good(
        "<x:key>a</x:key><x:value>1</x:value><x:value>2</x:value><x:value>3</x:value>",
        "items=RootItem(key='a';value='1','2'),RootItem(value='3')",
    );
    good("<x:key>a</x:key><x:open/>", "items=RootItem(key='a');open=Open()");
    bad("<x:open/><x:key>a</x:key>", ErrorKind::Structure, "element `x:key` is not expected here");
}

#[test]
fn choices_and_alls_are_kept_apart() {
    good(
        "<x:choice><x:x>1</x:x><x:y>2</x:y></x:choice><x:choice><x:left>3</x:left></x:choice>",
        "choice=Choice(x='1';y='2'),Choice(left='3')",
    );
    bad("<x:choice><x:left>3</x:left><x:x>1</x:x></x:choice>", ErrorKind::Structure, "no more elements");
    good("<x:all><x:three/><x:one/><x:two/></x:all>", "all=All(three='';one='';two='')");
    bad("<x:all><x:three/><x:one/><x:three/></x:all>", ErrorKind::Structure, "expected one of two");
}

#[test]
fn wildcards_keep_what_they_take() {
    good(
        "<x:open id='1' o:b='2' c='3' xml:lang='de'><o:e x:f='g'>h</o:e><p xmlns='urn:p'/></x:open>",
        "open=Open(id='1';anyAttributes={urn:other}b='2',c='3',{http://www.w3.org/XML/1998/namespace}lang='de';\
         any=<o:e xmlns:o=\"urn:other\" xmlns:x=\"urn:test\" x:f='g'>h</o:e>,<p xmlns='urn:p'/>)",
    );
    bad("<x:open><x:e/></x:open>", ErrorKind::Structure, "not expected here");
    bad("<x:open><e/></x:open>", ErrorKind::Structure, "not expected here");
    good(
        "<x:anything>1</x:anything><x:anything xsi:type='xs:int'>1</x:anything>",
        "anything=<x:anything xmlns:x=\"urn:test\">1</x:anything>,<x:anything xmlns:x=\"urn:test\" \
         xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type='xs:int'>1</x:anything>",
    );
}

#[test]
fn defaults_fill_empty_elements() {
    good("<x:defaulted/>", "defaulted='7'");
    good("<x:defaulted></x:defaulted>", "defaulted='7'");
    good("<x:defaulted>1</x:defaulted>", "defaulted='1'");
}

#[test]
fn what_does_not_belong_is_refused() {
    bad(
        "<x:unknown/>",
        ErrorKind::Structure,
        "element `x:unknown` is not expected here; expected one of text, number",
    );
    bad("<x:number>1</x:number><x:text/>", ErrorKind::Structure, "not expected here");
    bad("<x:text/><x:text/>", ErrorKind::Structure, "not expected here");
    bad(
        "<o:text/>",
        ErrorKind::Structure,
        "is in namespace `urn:other`, but the contract has it in `urn:test`",
    );
    bad("<text/>", ErrorKind::Structure, "is in namespace ``");
    bad("loose text", ErrorKind::Structure, "text is not expected");
    bad("<x:item>text</x:item>", ErrorKind::Structure, "text is not expected");
    bad("<x:text><x:b/></x:text>", ErrorKind::Structure, "holds text only");
    bad("<x:text>a<x:b/></x:text>", ErrorKind::Structure, "holds text only");
    bad("<x:text a='1'/>", ErrorKind::Structure, "attribute `a` is not expected on element `x:text`");
    bad("<x:item o:id='1'/>", ErrorKind::Structure, "attribute `o:id`");
    bad("<x:item xsi:other='1'/>", ErrorKind::Structure, "attribute `xsi:other`");
    good("<x:text xsi:schemaLocation='a b' xsi:noNamespaceSchemaLocation='c'>t</x:text>", "text='t'");
    let digits = "1".repeat(1001);
    bad(&format!("<x:number>{digits}</x:number>"), ErrorKind::Limit, "digits");
}

#[test]
fn errors_say_where() {
    let mapping = everything();
    let error = read(&mapping, "<x:item><x:sku/><x:bad/></x:item>").unwrap_err();
    assert_eq!(error.path.as_deref(), Some("/root/item/bad"));
    let offset = document("").len() - "</x:root>".len() + "<x:item><x:sku/>".len();
    assert_eq!(error.offset, Some(offset));
}

#[test]
fn the_root_is_checked() {
    let mapping = everything();
    let (name, id) = root(&mapping);
    let read = |input: &str| {
        read_document(&mapping, input.as_bytes(), &Limits::default(), name, id, &mut Discard)
            .map_err(|e| e.kind)
    };
    assert_eq!(read("<root/>"), Err(ErrorKind::Structure));
    assert_eq!(read("<r xmlns='urn:test'/>"), Err(ErrorKind::Structure));
    assert_eq!(read("<root xmlns='urn:test'/> x"), Err(ErrorKind::Syntax));
    assert_eq!(read("<root xmlns='urn:test'/><a/>"), Err(ErrorKind::Syntax));
    assert_eq!(read("<root xmlns='urn:test'>"), Err(ErrorKind::Syntax));
    assert_eq!(read("<root xmlns='urn:test'/>\n<!--c-->"), Ok(()));
}

#[test]
fn depth_costs_no_stack() {
    let mapping = everything();
    let (name, id) = root(&mapping);
    let deep = 200_000;
    let input = document(&format!("{}{}", "<x:again>".repeat(deep), "</x:again>".repeat(deep)));
    let limits = Limits { max_depth: deep + 10, ..Limits::default() };
    assert!(read_document(&mapping, input.as_bytes(), &limits, name, id, &mut Discard).is_ok());
    let error =
        read_document(&mapping, input.as_bytes(), &Limits::default(), name, id, &mut Discard).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit);
}
