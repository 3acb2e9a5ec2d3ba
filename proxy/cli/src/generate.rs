// SPDX-License-Identifier: EUPL-1.2
//! `fachwerk generate`.

use std::path::Path;

use fachwerk_generator::{Failed, Generated, Outcome, Remark, Report, files};
use fachwerk_mapping::Lock;

use crate::arguments::{Format, Generate};
use crate::decisions;
use crate::directory::Directory;
use crate::failure::Failure;
use crate::output::{self, Paint};
use crate::{COULD_NOT_RUN, FINDINGS, FINE, input};

pub(crate) fn run(arguments: &Generate, format: Format) -> Result<u8, Failure> {
    let options = arguments.imports.options();
    let input = input::open(&arguments.input, &arguments.imports, &options.limits)?;
    let lock_path = arguments.out.join(files::LOCK);
    let lock = match std::fs::read(&lock_path) {
        Ok(bytes) => Some(
            Lock::from_json(&bytes).map_err(|e| Failure::coded(&e).at(lock_path.display().to_string()))?,
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(Failure::file(&lock_path, "read", &error)),
    };
    let decisions = decisions::read(arguments, lock)?;
    match fachwerk_generator::prepare(&input, &options, &decisions) {
        Ok(facade) => {
            decisions::forget(arguments)?;
            let mut out = Directory::new(&arguments.out);
            let done = facade.write(&mut out).map_err(|error| out.failure(&error))?;
            tell(&done.report, &arguments.out, format);
            if let Some(directory) = &arguments.rust {
                replacement(directory, &done, format)?;
            }
            let counts = done.report.counts;
            // The program ends here: to give the tables of a giant back piece by piece takes longer than writing a file.
            std::mem::forget(done);
            let findings = counts.errors > 0 || (arguments.strict && counts.warnings > 0);
            Ok(if findings { FINDINGS } else { FINE })
        }
        Err(Failed(report)) => {
            if format == Format::Json {
                output::print(&report.to_json());
            } else {
                remarks(&report);
                output::say(&format!(
                    "{} nothing could be generated from `{}`",
                    Paint::stderr().red("error FW-1401:"),
                    arguments.input.display()
                ));
            }
            Ok(COULD_NOT_RUN)
        }
    }
}

pub(crate) fn write(directory: &Path, generated: &Generated) -> Result<(), Failure> {
    let mut out = Directory::new(directory);
    generated.files.iter().try_for_each(|(name, bytes)| out.put(name, bytes))
}

/// Writes the crate of a replacement. What is the developer's stays as it is.
fn replacement(directory: &Path, done: &Outcome, format: Format) -> Result<(), Failure> {
    let written = fachwerk_generator::replacement(&done.contract, &done.mapping);
    let mut out = Directory::new(directory);
    for file in &written.files {
        if !(file.once && directory.join(&file.path).exists()) {
            out.put(&file.path, &file.bytes)?;
        }
    }
    if format == Format::Text {
        for remark in &written.remarks {
            output::say(&one(remark));
        }
        let paint = Paint::stdout();
        output::print(&format!("{} → {}\n", paint.green("Rust crate of a replacement"), directory.display()));
    }
    Ok(())
}

fn tell(report: &Report, directory: &Path, format: Format) {
    if format == Format::Json {
        output::print(&report.to_json());
        return;
    }
    remarks(report);
    let paint = Paint::stdout();
    let mut rows = Vec::new();
    for service in &report.services {
        for operation in &service.operations {
            let answer = operation.output.clone().unwrap_or_else(|| "— (one-way)".to_owned());
            let faults =
                if operation.faults.is_empty() { "—".to_owned() } else { operation.faults.join(", ") };
            rows.push(vec![
                operation.rest.clone(),
                operation.grpc.rsplit('/').next().unwrap_or_default().to_owned(),
                answer,
                faults,
            ]);
        }
    }
    let mut text = output::table(&["REST", "gRPC method", "answer", "declared faults"], &rows, paint);
    text.push('\n');
    let counts = report.counts;
    text.push_str(&paint.green(&format!(
        "{} operations, {} objects, {} enumerations",
        counts.operations, counts.objects, counts.enumerations
    )));
    text.push_str(&format!(" → {}\n", directory.display()));
    if counts.errors + counts.warnings > 0 {
        text.push_str(&format!(
            "{} errors, {} warnings, all in {}\n",
            counts.errors,
            counts.warnings,
            files::REPORT
        ));
    }
    text.push_str(
        &paint.dim("commit fachwerk.lock: it keeps names and field numbers when the WSDL changes\n"),
    );
    output::print(&text);
}

/// Remarks on standard error, as a compiler prints them. Notes are only in the report.
fn remarks(report: &Report) {
    for remark in report.remarks.iter().filter(|r| r.severity != "note") {
        output::say(&one(remark));
    }
}

fn one(remark: &Remark) -> String {
    let paint = Paint::stderr();
    let label = format!("{} {}:", remark.severity, remark.code);
    let label = if remark.severity == "error" { paint.red(&label) } else { paint.yellow(&label) };
    let mut text = format!("{}:{}:{}: {label} {}", remark.file, remark.line, remark.column, remark.message);
    if let Some(snippet) = &remark.snippet {
        text.push_str(&format!("\n  {}", paint.dim(snippet.trim_end())));
        if let Some(caret) = remark.caret {
            text.push_str(&format!("\n  {}", paint.cyan(&underline(snippet, caret as usize))));
        }
    }
    if !remark.advice.is_empty() {
        text.push_str(&format!("\n  {} {}", paint.dim("→"), remark.advice));
    }
    text
}

/// A caret below the place, and a line below the rest of the name there.
fn underline(snippet: &str, caret: usize) -> String {
    let mut line: String = snippet.chars().take(caret).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    line.push('^');
    let name = |c: &char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.');
    // a start tag is named behind its bracket
    line.extend(snippet.chars().skip(caret + 1).take_while(name).map(|_| '~'));
    line
}

#[cfg(test)]
mod tests {
    use super::underline;

    #[test]
    fn carets_stand_below_names() {
        assert_eq!(underline("\t<xs:elemnt name='ä'/>", 1), "\t^~~~~~~~~~");
        assert_eq!(underline("<a type='x'/>", 3), "   ^~~~");
        assert_eq!(underline("", 0), "^");
        assert_eq!(underline("ab", 9), "  ^");
    }
}
