// SPDX-License-Identifier: EUPL-1.2
use crate::schema::everything;
use crate::trace::{content, read, read_whole, rewrite};

/// Contents that come back as they are, apart from prefixes.
pub(crate) const CONTENTS: &[&str] = &[
    "",
    "<x:text> a  b &lt;&amp;&gt; </x:text><x:number>+1.50</x:number><x:token>a</x:token><x:token/>",
    "<x:data>YWJjZA==</x:data><x:list>1 2 3</x:list><x:name>o:a</x:name><x:names>o:a b x:c</x:names>",
    "<x:name xmlns:z='urn:z'>z:a</x:name><x:names xmlns:y='urn:y' xmlns:z='urn:z'>z:a y:b z:c</x:names>",
    "<x:nil xsi:nil='true'/><x:nil>a</x:nil><x:nilItem xsi:nil='true'/><x:nilItem id='1' xsi:nil='true'/>",
    "<x:item id='1'><x:sku>s</x:sku></x:item><x:item><x:sku/><x:quantity>2</x:quantity></x:item>",
    "<x:money currency='EUR'>1.0</x:money><x:qualified kind='o:k'>x:v</x:qualified>",
    "<x:qualified xmlns:z='urn:z' kind='z:k'>z:v</x:qualified>",
    "<x:note>one <x:b>two</x:b> <x:b>three</x:b><x:i><x:sku>4</x:sku></x:i>&amp; five\n</x:note>",
    "<x:shape xsi:type='x:Circle'><x:label/><x:radius>1</x:radius></x:shape>",
    "<x:animal><x:name>a</x:name></x:animal><x:animal xsi:type='x:Dog' tag='t'><x:name>a</x:name></x:animal>",
    "<x:nilAnimal xsi:nil='true'/>",
    "<x:nilAnimal xsi:nil='true' xsi:type='x:Dog' tag='t'/>",
    "<x:nilAnimal xsi:nil='true' xsi:type='x:Dog'/>",
    "<x:key>a</x:key><x:value>1</x:value><x:key>b</x:key><x:right>1</x:right><x:left>2</x:left><x:key>c</x:key>",
    "<x:open id='1' o:b='2' c='3' xml:lang='de'><o:e x:f='g'>h<!--c--></o:e><p xmlns='urn:p'/></x:open>",
    "<x:anything>1<x:b/></x:anything><x:anything xsi:type='xs:int'>1</x:anything>",
    "<x:all><x:one/><x:two>2</x:two></x:all><x:choice><x:x>1</x:x><x:y>2</x:y></x:choice>",
    "<x:defaulted>3</x:defaulted><o:foreign>f</o:foreign>",
    "<x:vehicle><x:name>a</x:name></x:vehicle><x:car><x:sku/></x:car><o:bike>3</o:bike><o:bike xsi:nil='true'/>",
    "<x:vehicle xsi:type='x:Dog'><x:name>a</x:name><x:tricks>t</x:tricks></x:vehicle>",
    "<x:member>m</x:member><x:wild a='1'/>",
    "<x:again><x:again><x:again/></x:again></x:again>",
];

#[test]
fn what_is_written_reads_the_same() {
    let mapping = everything();
    for case in CONTENTS {
        let events = read(&mapping, case).unwrap_or_else(|e| panic!("{case}: {e}"));
        let written = rewrite(&mapping, case).unwrap_or_else(|e| panic!("{case}: {e}"));
        let again = read_whole(&mapping, &written).unwrap_or_else(|e| panic!("{written}: {e}"));
        // Fragments are verbatim, so their own prefixes stay.
        assert_eq!(again, events, "{written}");
    }
}

#[test]
fn nothing_is_lost_on_the_way() {
    let mapping = everything();
    let written = rewrite(
        &mapping,
        "<x:animal xsi:type='x:Dog' tag='t'><x:name>a</x:name></x:animal><x:note>a<x:b/> c</x:note>",
    );
    // The schema has the note before the animals.
    assert!(written.is_err());
    let written = rewrite(
        &mapping,
        "<x:note>a<x:b/> c</x:note><x:animal xsi:type='x:Dog' tag='t'><x:name>a</x:name></x:animal>",
    )
    .unwrap();
    assert_eq!(
        content(&written),
        "<n1:note>a<n1:b/> c</n1:note><n1:animal xsi:type=\"n1:Dog\" tag=\"t\"><n1:name>a</n1:name></n1:animal>"
    );
}
