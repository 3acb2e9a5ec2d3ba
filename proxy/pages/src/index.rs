// SPDX-License-Identifier: EUPL-1.2
//! The list of facades, and the page of a console.

use std::fmt::Write as _;

use crate::PREFIX;
use crate::escape::Html;

/// One facade.
#[derive(Clone, Debug, Default)]
pub struct Facade {
    /// What it is called: names of its services.
    pub name: String,
    /// One sentence or two about it; may be empty.
    pub description: String,
    /// Path of its OpenAPI document as JSON.
    pub document: String,
    /// What can be downloaded.
    pub links: Vec<Link>,
    /// What can be called.
    pub operations: Vec<Operation>,
}

/// Something to download.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it is.
    pub name: String,
    /// Its path.
    pub path: String,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name.
    pub name: String,
    /// Method and path for REST.
    pub rest: String,
    /// The gRPC method, `package.Service/Method`.
    pub grpc: String,
}

/// Operations of one facade that are listed; the console has all of them.
const LISTED: usize = 200;

/// The list of facades.
pub fn index(facades: &[Facade]) -> String {
    let mut page = begin("Fachwerk", "");
    page.push_str("<h1>Fachwerk</h1>\n<p class=\"dim\">REST, gRPC and SOAP for the same services, on this port. gRPC reflection and health are there.</p>\n");
    for (number, facade) in facades.iter().enumerate() {
        let _ = writeln!(page, "<h2>{}</h2>", Html(&facade.name));
        if !facade.description.is_empty() {
            let _ = writeln!(page, "<p>{}</p>", Html(&facade.description));
        }
        let _ = write!(page, "<nav><a href=\"{PREFIX}console/{number}\"><b>Console</b></a>");
        for link in &facade.links {
            let _ = write!(page, " <a href=\"{}\">{}</a>", Html(&link.path), Html(&link.name));
        }
        page.push_str("</nav>\n<table>\n<tr><th>Operation</th><th>REST</th><th>gRPC</th></tr>\n");
        for Operation { name, rest, grpc } in facade.operations.iter().take(LISTED) {
            let _ = writeln!(
                page,
                "<tr><td>{}</td><td><code>{}</code></td><td><code>{}</code></td></tr>",
                Html(name),
                Html(rest),
                Html(grpc)
            );
        }
        page.push_str("</table>\n");
        if facade.operations.len() > LISTED {
            let more = facade.operations.len() - LISTED;
            let _ = writeln!(page, "<p class=\"dim\">… and {more} more; the console has them all.</p>");
        }
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// The console of one facade.
pub fn console(facade: &Facade) -> String {
    let mut page =
        begin(&facade.name, &format!(" class=\"console\" data-document=\"{}\"", Html(&facade.document)));
    page.push_str(
        "<header class=\"console\"><a href=\"/\">All facades</a></header>\n<div id=\"console\"></div>\n",
    );
    for script in ["swagger-ui-bundle.js", "start.js"] {
        let _ = writeln!(page, "<script src=\"{PREFIX}assets/{script}\"></script>");
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn begin(title: &str, body: &str) -> String {
    let mut page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n".to_owned();
    let _ = writeln!(page, "<title>{}</title>", Html(title));
    for sheet in ["swagger-ui.css", "style.css"] {
        if sheet == "style.css" || !body.is_empty() {
            let _ = writeln!(page, "<link rel=\"stylesheet\" href=\"{PREFIX}assets/{sheet}\">");
        }
    }
    let _ = writeln!(page, "</head>\n<body{body}>");
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facade(operations: usize) -> Facade {
        Facade {
            name: "A & B".to_owned(),
            description: "For <everybody>".to_owned(),
            document: "/a/openapi.json".to_owned(),
            links: vec![Link { name: "WSDL".to_owned(), path: "/soap/A?wsdl".to_owned() }],
            operations: (0..operations)
                .map(|n| Operation {
                    name: format!("op{n}"),
                    rest: format!("POST /A/op{n}"),
                    grpc: format!("a.v1.A/Op{n}"),
                })
                .collect(),
        }
    }

    #[test]
    fn everything_is_listed_and_nothing_is_markup() {
        let page = index(&[facade(2), facade(201)]);
        for holds in [
            "<h2>A &amp; B</h2>",
            "For &lt;everybody&gt;",
            "href=\"/-/console/1\"",
            "<a href=\"/soap/A?wsdl\">WSDL</a>",
            "<code>POST /A/op1</code>",
            "<code>a.v1.A/Op1</code>",
            "… and 1 more",
        ] {
            assert!(page.contains(holds), "{holds}\n{page}");
        }
        assert!(!page.contains("http"), "a page must not name another host");
    }

    #[test]
    fn a_console_has_no_inline_script() {
        let page = console(&facade(1));
        assert!(page.contains("data-document=\"/a/openapi.json\""), "{page}");
        assert_eq!(page.matches("<script").count(), page.matches("<script src=").count());
        assert!(page.contains("swagger-ui.css"));
    }
}
