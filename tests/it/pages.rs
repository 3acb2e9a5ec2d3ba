// SPDX-License-Identifier: EUPL-1.2
//! What a person sees in a browser.

use crate::harness::canned::Canned;
use crate::harness::http1;
use crate::harness::proxy::Proxy;

/// Values of an attribute in a page.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let begin = format!(" {name}=\"");
    page.split(&begin).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_list_and_everything_it_links_to_is_there() {
    let legacy = Canned::answering("200 OK", "text/xml", b"");
    let proxy = Proxy::before(legacy.url());
    let index = http1::get(proxy.address, "/");
    assert_eq!((index.status.as_u16(), index.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(index.header("content-security-policy").contains("default-src 'none'"));
    let page = index.text();
    for holds in ["<h2>Melderegister</h2>", "lesePerson", "POST /Melderegister/lesePerson"] {
        assert!(page.contains(holds), "{holds}\n{page}");
    }
    let mut followed = 0;
    for link in attributes(&page, "href") {
        // The description is asked of the service, which is none here.
        if !link.ends_with("?wsdl") && !link.starts_with("data:") {
            assert_eq!(http1::get(proxy.address, link).status, 200, "{link}");
            followed += 1;
        }
    }
    assert!(followed >= 5, "{page}");
    let console = http1::get(proxy.address, "/-/console/0").text();
    for part in attributes(&console, "src").into_iter().chain(attributes(&console, "data-document")) {
        let answer = http1::get(proxy.address, part);
        assert_eq!(answer.status, 200, "{part}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{part}");
    }
    assert!(!page.contains("://") && !console.contains("://"), "a page names another host");
    http1::get(proxy.address, "/-/console/1").problem(404, "unknown-path");
    http1::get(proxy.address, "/-/assets/index.html").problem(404, "unknown-path");
}
