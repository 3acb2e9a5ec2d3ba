// SPDX-License-Identifier: EUPL-1.2
//! The crate of a replacement: the one that is checked in, and what regenerating does.
#![expect(clippy::print_stderr, reason = "what is skipped is for people to read")]

use std::path::{Path, PathBuf};
use std::process::Command;

use fachwerk_generator::{Generated, RustCrate};
use fachwerk_wsdl::Options;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn generated(input: &Path) -> Generated {
    let options = Options::default();
    let input = fachwerk_wsdl::open(input, &options.limits).expect("the input");
    fachwerk_generator::generate(&input, &options, None).expect("a facade")
}

fn melderegister() -> RustCrate {
    fachwerk_generator::rust(&generated(&root().join("samples/melderegister/wsdl/melderegister.wsdl")))
}

/// All files below a directory, relative to it.
fn below(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                std::fs::read_dir(&path).expect("a directory").map(|entry| entry.expect("an entry").path()),
            );
        } else {
            let path = path.strip_prefix(directory).expect("it is below");
            found.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    found.sort();
    found
}

fn write(written: &RustCrate, directory: &Path) {
    for file in &written.files {
        let path = directory.join(&file.path);
        std::fs::create_dir_all(path.parent().expect("files have a directory")).expect("a directory");
        std::fs::write(path, &file.bytes).expect("a file");
    }
}

/// With `UPDATE_EXPECT=1` the crate is written anew.
#[test]
fn the_crate_that_is_checked_in_is_what_the_generator_writes() {
    let golden = root().join("samples/replacement");
    let written = melderegister();
    assert!(written.remarks.is_empty(), "{:?}", written.remarks);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        write(&written, &golden);
    }
    let mut names = vec!["Cargo.lock".to_owned()];
    for file in &written.files {
        let found = std::fs::read(golden.join(&file.path)).unwrap_or_default();
        assert!(
            found == file.bytes,
            "samples/replacement/{} differs; UPDATE_EXPECT=1 writes it anew",
            file.path
        );
        names.push(file.path.clone());
    }
    names.sort();
    let found: Vec<String> = below(&golden).into_iter().filter(|path| !path.starts_with("target/")).collect();
    assert_eq!(found, names, "samples/replacement has files that the generator does not write");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(melderegister().files, melderegister().files);
}

#[test]
fn what_is_the_developers_is_said() {
    let once: Vec<String> =
        melderegister().files.iter().filter(|file| file.once).map(|file| file.path.clone()).collect();
    assert_eq!(once, ["Cargo.toml", ".gitignore", "src/main.rs"]);
}

/// rustfmt has nothing to change.
fn is_laid_out(directory: &Path) {
    let ran = Command::new("rustfmt")
        .args(["--edition", "2024", "--check", "src/lib.rs", "src/main.rs", "tests/conformance.rs"])
        .current_dir(directory)
        .output();
    let Ok(ran) = ran else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "in CI nothing is skipped: rustfmt");
        eprintln!("skipped: rustfmt is not installed");
        return;
    };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
}

#[test]
fn the_layout_is_rustfmts() {
    let directory = std::env::temp_dir().join(format!("fachwerk-replacement-{}", std::process::id()));
    write(&melderegister(), &directory);
    is_laid_out(&directory);
    let shared = std::env::var_os("FACHWERK_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let eakte = shared.join("data/muenchen-eakte/wsdl/dmsin-eai-1.10.wsdl");
    if eakte.exists() {
        write(&fachwerk_generator::rust(&generated(&eakte)), &directory);
        is_laid_out(&directory);
    } else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "in CI nothing is skipped: {}",
            eakte.display()
        );
        eprintln!("skipped: {} is not there", eakte.display());
    }
    std::fs::remove_dir_all(&directory).expect("it is ours");
}
