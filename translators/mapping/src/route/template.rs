// SPDX-License-Identifier: EUPL-1.2
//! Path templates (OpenAPI 3.1, section 3.2): every template is a whole segment.

/// One segment of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Written as it is.
    Literal(&'a str),
    /// Stands for the value of the parameter with this name.
    Template(&'a str),
}

/// The segments of a path.
///
/// # Errors
/// What is wrong with the path, as the end of a sentence that begins with it.
pub fn segments(path: &str) -> Result<Vec<Segment<'_>>, String> {
    let Some(rest) = path.strip_prefix('/') else { return Err("does not begin with `/`".to_owned()) };
    let mut found: Vec<Segment<'_>> = Vec::new();
    for segment in rest.split('/') {
        let template = segment.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
        match template {
            Some(name) if name.is_empty() || name.contains(['{', '}']) => {
                return Err("has a template without a name".to_owned());
            }
            Some(name) if found.contains(&Segment::Template(name)) => {
                return Err(format!("has the template `{{{name}}}` twice"));
            }
            Some(name) => found.push(Segment::Template(name)),
            None if segment.contains(['{', '}']) => {
                return Err("has a template that is not a whole segment".to_owned());
            }
            None if segment.is_empty() || segment == "." || segment == ".." => {
                return Err("has an empty segment, or `.` or `..` as one".to_owned());
            }
            None if segment.contains(['?', '#', '%'])
                || segment.chars().any(|c| c.is_control() || c.is_whitespace()) =>
            {
                return Err("has a character that a path is written without".to_owned());
            }
            None => found.push(Segment::Literal(segment)),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_whole_segments() {
        assert_eq!(
            segments("/personen/{id}/größe"),
            Ok(vec![Segment::Literal("personen"), Segment::Template("id"), Segment::Literal("größe")])
        );
        for wrong in [
            "", "a", "/", "//", "/a/", "/{}", "/{a}b", "/a{b}", "/{a}/{a}", "/a?b", "/a/..", "/a b", "/%41",
            "/{{a}}",
        ] {
            assert!(segments(wrong).is_err(), "{wrong}");
        }
    }
}
