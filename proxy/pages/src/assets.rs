// SPDX-License-Identifier: EUPL-1.2
//! Files of the console, out of the binary.

use std::io::{Cursor, Read};
use std::sync::OnceLock;

use bytes::Bytes;

/// A file and its media type.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The content.
    pub bytes: Bytes,
    /// Its media type.
    pub media_type: &'static str,
}

/// Larger files are not part of the console.
const LARGEST: u64 = 16 << 20;
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// Starts the console for the document that the page names.
const START: &str = "window.ui = SwaggerUIBundle({ url: document.body.dataset.document, domNode: document.getElementById('console'), \
                     deepLinking: true, tryItOutEnabled: true, validatorUrl: null, syntaxHighlight: { activated: false } });\n";
const OWN_STYLE: &str = include_str!("style.css");

/// Names of all files.
pub const ASSETS: [&str; 4] = ["start.js", "style.css", "swagger-ui-bundle.js", "swagger-ui.css"];

/// The file of this name; unpacked when it is first asked for.
pub fn asset(name: &str) -> Option<Asset> {
    static BUNDLE: OnceLock<Option<Bytes>> = OnceLock::new();
    static SHEET: OnceLock<Option<Bytes>> = OnceLock::new();
    let own = |text: &'static str| Some(Bytes::from_static(text.as_bytes()));
    let (bytes, media_type) = match name {
        "start.js" => (own(START), SCRIPT),
        "style.css" => (own(OWN_STYLE), STYLE),
        "swagger-ui-bundle.js" => (BUNDLE.get_or_init(|| unpacked(name)).clone(), SCRIPT),
        "swagger-ui.css" => (SHEET.get_or_init(|| unpacked(name)).clone(), STYLE),
        _ => return None,
    };
    Some(Asset { bytes: bytes?, media_type })
}

fn unpacked(name: &str) -> Option<Bytes> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED)).ok()?;
    let wanted = format!("/dist/{name}");
    let path = archive.file_names().find(|path| path.ends_with(&wanted))?.to_owned();
    let mut bytes = Vec::new();
    archive.by_name(&path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_console_is_complete() {
        for (name, holds) in [
            ("swagger-ui-bundle.js", &b"SwaggerUIBundle"[..]),
            ("swagger-ui.css", b".swagger-ui"),
            ("start.js", b"SwaggerUIBundle("),
            ("style.css", b"body"),
        ] {
            let asset = asset(name).unwrap_or_else(|| panic!("{name}"));
            assert!(asset.bytes.windows(holds.len()).any(|window| window == holds), "{name}");
        }
        assert!(asset("../Cargo.toml").is_none() && asset("").is_none());
    }
}
