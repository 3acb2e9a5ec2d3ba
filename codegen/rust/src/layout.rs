// SPDX-License-Identifier: EUPL-1.2
//! Lays code out as rustfmt does with its defaults, for the few shapes that the writers need.

/// Columns of a line.
const WIDTH: usize = 100;
/// Columns of a call's arguments on one line.
const CALL: usize = 60;
/// Columns of an attribute's arguments on one line.
const ATTRIBUTE: usize = 70;
/// Columns of a struct literal's fields on one line.
const LITERAL: usize = 18;
/// Columns that a brace after an answer's type takes beyond its own.
const BRACE: usize = 4;
/// Columns that the types of a call may stand out.
const GENERICS: usize = 3;
/// Columns of an array on one line, and of elements that share lines.
const ARRAY: usize = 60;
const SHORT_ELEMENT: usize = 10;

/// A paragraph of documentation.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Doc<'t> {
    /// What somebody has written into a schema.
    Text(&'t str),
    /// What is meant as Markdown.
    Markdown(&'t str),
}

/// Code under construction.
#[derive(Debug, Default)]
pub(crate) struct Code {
    out: String,
    depth: usize,
}

impl Code {
    pub(crate) fn new(head: &str) -> Self {
        Self { out: head.to_owned(), depth: 0 }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    pub(crate) fn line(&mut self, text: &str) {
        if !text.is_empty() {
            for _ in 0..self.depth {
                self.out.push_str("    ");
            }
            self.out.push_str(text);
        }
        self.out.push('\n');
    }

    /// A line that opens a block.
    pub(crate) fn open(&mut self, text: &str) {
        self.line(text);
        self.depth += 1;
    }

    /// A line that closes one.
    pub(crate) fn close(&mut self, text: &str) {
        self.depth -= 1;
        if text.starts_with('}') && self.out.ends_with("{\n") {
            self.out.pop();
            self.out.push_str(text);
            self.out.push('\n');
        } else {
            self.line(text);
        }
    }

    pub(crate) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Whether a line would be too long.
    fn overflows(&self, text: &str) -> bool {
        self.depth * 4 + text.chars().count() > WIDTH
    }

    /// `#[name(arguments)]`.
    pub(crate) fn attribute(&mut self, name: &str, arguments: &[String]) {
        let inner = arguments.join(", ");
        let one = format!("#[{name}({inner})]");
        if inner.chars().count() <= ATTRIBUTE && !self.overflows(&one) {
            return self.line(&one);
        }
        self.open(&format!("#[{name}("));
        for (index, argument) in arguments.iter().enumerate() {
            let comma = if index + 1 < arguments.len() { "," } else { "" };
            self.line(&format!("{argument}{comma}"));
        }
        self.close(")]");
    }

    /// `before callee(arguments) after`.
    pub(crate) fn call(&mut self, before: &str, arguments: &[&str], after: &str) {
        let inner = arguments.join(", ");
        let one = format!("{before}({inner}){after}");
        if inner.chars().count() <= CALL && !self.overflows(&one) {
            return self.line(&one);
        }
        self.open(&format!("{before}("));
        if arguments.len() > 1 && arguments.iter().all(|argument| argument.chars().count() <= SHORT_ELEMENT) {
            self.line(&format!("{inner},"));
        } else {
            for argument in arguments {
                self.line(&format!("{argument},"));
            }
        }
        if after.starts_with('.') {
            self.close(")");
            self.line(after);
        } else {
            self.close(&format!("){after}"));
        }
    }

    /// `callee::<kinds>(arguments) after`.
    pub(crate) fn generic_call(&mut self, callee: &str, kinds: &[String], arguments: &[&str], after: &str) {
        let head = format!("{callee}::<{}>", kinds.join(", "));
        // Types may stand out a little before they are broken.
        if self.depth * 4 + head.chars().count() < WIDTH + GENERICS {
            return self.call(&head, arguments, after);
        }
        self.open(&format!("{callee}::<"));
        for kind in kinds {
            self.line(&format!("{kind},"));
        }
        self.depth -= 1;
        self.call(">", arguments, after);
    }

    /// `call.await;`.
    pub(crate) fn awaited(&mut self, call: &str) {
        if call.chars().count() + ".await".len() <= CALL {
            return self.line(&format!("{call}.await;"));
        }
        self.open(call);
        self.line(".await;");
        self.depth -= 1;
    }

    /// `before = value;`.
    pub(crate) fn assign(&mut self, before: &str, value: &str) {
        let one = format!("{before} = {value};");
        if self.overflows(&one) {
            self.open(&format!("{before} ="));
            self.line(&format!("{value};"));
            self.depth -= 1;
        } else {
            self.line(&one);
        }
    }

    /// `pattern => body,`.
    pub(crate) fn arm(&mut self, pattern: &str, body: &str) {
        let one = format!("{pattern} => {body},");
        if !self.overflows(&one) {
            return self.line(&one);
        }
        self.open(&format!("{pattern} => {{"));
        self.line(body);
        self.close("}");
    }

    /// `pattern => callee(arguments),`.
    pub(crate) fn arm_call(&mut self, pattern: &str, callee: &str, arguments: &[&str]) {
        let inner = arguments.join(", ");
        let body = format!("{callee}({inner})");
        let fits = inner.chars().count() <= CALL;
        if fits && !self.overflows(&format!("{pattern} => {body},")) {
            return self.line(&format!("{pattern} => {body},"));
        }
        let inside = 4;
        if fits && self.depth * 4 + inside + body.chars().count() <= WIDTH {
            return self.arm(pattern, &body);
        }
        self.call(&format!("{pattern} => {callee}"), arguments, ",");
    }

    /// `before { fields } after`, a struct literal.
    pub(crate) fn literal(&mut self, before: &str, fields: &[String], after: &str) {
        let inner = fields.join(", ");
        let one = format!("{before} {{ {inner} }}{after}");
        if fields.is_empty() {
            return self.line(&format!("{before} {{}}{after}"));
        }
        if inner.chars().count() <= LITERAL && !self.overflows(&one) {
            return self.line(&one);
        }
        self.open(&format!("{before} {{"));
        for field in fields {
            // The rest of a struct takes no comma.
            let comma = if field.starts_with("..") { "" } else { "," };
            self.entry(field, comma);
        }
        self.close(&format!("}}{after}"));
    }

    /// A field of a struct literal, `name: callee(a, b)?`.
    fn entry(&mut self, field: &str, comma: &str) {
        let one = format!("{field}{comma}");
        let call = field.find('(').and_then(|at| Some((&field[..at], field[at + 1..].strip_suffix(")?")?)));
        match call {
            Some((before, inner)) if inner.chars().count() > CALL || self.overflows(&one) => {
                let arguments: Vec<&str> = inner.split(", ").collect();
                self.call(before, &arguments, &format!("?{comma}"));
            }
            None if self.overflows(&one) => self.long_entry(field, comma),
            _ => self.line(&one),
        }
    }

    /// A field whose value is a call without arguments, alone or in `Some`.
    fn long_entry(&mut self, field: &str, comma: &str) {
        const CONVERTED: &str = ".into_wire()";
        let parts =
            field.split_once(": ").and_then(|(name, value)| Some((name, value.strip_suffix(CONVERTED)?)));
        let wrapped =
            field.split_once(": Some(").and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?)));
        if let Some((name, value)) = wrapped {
            self.call(&format!("{name}: Some"), &[value], comma);
        } else if let Some((name, member)) =
            parts.and_then(|(name, value)| Some((name, value.strip_prefix("self.")?)))
        {
            self.open(&format!("{name}: self"));
            self.line(&format!(".{member}"));
            self.line(&format!("{CONVERTED}{comma}"));
            self.depth -= 1;
        } else {
            self.line(&format!("{field}{comma}"));
        }
    }

    /// `name: type` of a struct.
    pub(crate) fn field(&mut self, name: &str, kind: &str) {
        let one = format!("pub {name}: {kind},");
        if self.overflows(&one) {
            self.open(&format!("pub {name}:"));
            self.line(&format!("{kind},"));
            self.depth -= 1;
        } else {
            self.line(&one);
        }
    }

    /// `Name(Type)` of an enum.
    pub(crate) fn variant(&mut self, name: &str, kind: &str) {
        let one = format!("{name}({kind}),");
        if self.overflows(&one) {
            self.open(&format!("{name}("));
            self.line(&format!("{kind},"));
            self.close("),");
        } else {
            self.line(&one);
        }
    }

    /// `impl Trait for Type {`.
    pub(crate) fn implement(&mut self, what: &str, kind: &str) {
        let one = format!("{what} for {kind} {{");
        if self.overflows(&one) {
            self.line(what);
            self.line(&format!("    for {kind}"));
            self.open("{");
        } else {
            self.open(&one);
        }
    }

    /// `fn name(parameters) -> answer {`.
    pub(crate) fn function(&mut self, name: &str, parameters: &[&str], answer: &str) {
        let one = format!("{name}({}){answer} {{", parameters.join(", "));
        if self.overflows(&one) {
            self.open(&format!("{name}("));
            for parameter in parameters {
                self.line(&format!("{parameter},"));
            }
            self.depth -= 1;
            self.returns(answer);
        } else {
            self.open(&one);
        }
    }

    /// The end of a function's head, after its parameters.
    fn returns(&mut self, answer: &str) {
        let whole = format!("){answer}");
        let inner = answer
            .strip_prefix(" -> impl Future<")
            .and_then(|rest| rest.strip_suffix("> + Send"))
            .filter(|_| self.depth * 4 + whole.chars().count() > WIDTH + BRACE + 1);
        if let Some(inner) = inner {
            self.open(") -> impl Future<");
            self.line(&format!("{inner},"));
            self.depth -= 1;
            self.open("> + Send {");
        // rustfmt keeps some columns free for the brace.
        } else if self.overflows(&format!("{whole} {{{}", " ".repeat(BRACE))) {
            self.line(&whole);
            self.open("{");
        } else {
            self.open(&format!("{whole} {{"));
        }
    }

    /// `before [(a, b), (c, d)] after`.
    pub(crate) fn tuples<const N: usize>(&mut self, before: &str, tuples: &[[String; N]], after: &str) {
        let inner: Vec<String> = tuples.iter().map(|tuple| format!("({})", tuple.join(", "))).collect();
        let inner = inner.join(", ");
        let one = format!("{before}[{inner}]{after}");
        if inner.chars().count() + 2 <= ARRAY && !self.overflows(&one) {
            return self.line(&one);
        }
        self.open(&format!("{before}["));
        for tuple in tuples {
            let members: Vec<&str> = tuple.iter().map(String::as_str).collect();
            self.call("", &members, ",");
        }
        self.close(&format!("]{after}"));
    }

    /// `before [elements] after`.
    pub(crate) fn array(&mut self, before: &str, elements: &[String], after: &str) {
        let inner = elements.join(", ");
        let one = format!("{before}[{inner}]{after}");
        if inner.chars().count() + 2 <= ARRAY && !self.overflows(&one) {
            return self.line(&one);
        }
        self.open(&format!("{before}["));
        if elements.iter().all(|element| element.chars().count() <= SHORT_ELEMENT) {
            let mut line = String::new();
            for element in elements {
                let next = format!("{element},");
                let glue = usize::from(!line.is_empty());
                if !line.is_empty() && self.overflows(&format!("{line}{}{next}", " ".repeat(glue))) {
                    self.line(&line);
                    line.clear();
                }
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(&next);
            }
            self.line(&line);
        } else {
            for element in elements {
                self.line(&format!("{element},"));
            }
        }
        self.close(&format!("]{after}"));
    }

    /// Documentation, wrapped and without what Markdown would read into it.
    pub(crate) fn docs<'t>(&mut self, paragraphs: impl IntoIterator<Item = Doc<'t>>) {
        let mut lines: Vec<String> = Vec::new();
        for paragraph in paragraphs {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            let width = WIDTH - 4 - self.depth * 4;
            match paragraph {
                Doc::Text(text) => wrap(text, width, plain, &mut lines),
                Doc::Markdown(text) => wrap(text, width, str::to_owned, &mut lines),
            }
        }
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        for line in lines {
            self.line(format!("/// {line}").trim_end());
        }
    }
}

/// Breaks text into lines. Line breaks of the text stay where a paragraph ends.
fn wrap(text: &str, width: usize, word: fn(&str) -> String, lines: &mut Vec<String>) {
    let mut current = String::new();
    let flush = |current: &mut String, lines: &mut Vec<String>| {
        if !current.is_empty() {
            lines.push(std::mem::take(current));
        }
    };
    for line in text.trim().lines() {
        let words: Vec<String> = line
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .map(word)
            .filter(|word| !word.is_empty())
            .collect();
        if words.is_empty() {
            flush(&mut current, lines);
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
            continue;
        }
        for word in words {
            if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > width {
                flush(&mut current, lines);
            }
            if current.is_empty() {
                current.push_str(&unlisted(&word));
            } else {
                current.push(' ');
                current.push_str(&word);
            }
        }
        // What stands on a line of its own stays there.
        flush(&mut current, lines);
    }
    flush(&mut current, lines);
}

/// A word that Markdown takes as it is.
fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '[' | ']' | '<' | '`' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            // Invisible characters and those that turn the direction of text.
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{AD}' => {}
            c => out.push(c),
        }
    }
    out
}

/// A word at the beginning of a line that does not begin a list, a heading or a quotation.
fn unlisted(word: &str) -> String {
    let number = word.trim_end_matches(['.', ')']);
    let counted = number.len() < word.len() && number.bytes().all(|b| b.is_ascii_digit());
    if word.starts_with(['-', '+', '#', '=']) || word.starts_with(':') {
        format!("\\{word}")
    } else if counted {
        format!("{number}\\{}", &word[number.len()..])
    } else {
        word.to_owned()
    }
}

/// A string literal.
pub(crate) fn literal(text: &str) -> String {
    format!("{text:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_is_no_markdown() {
        let mut code = Code::default();
        code.docs([Doc::Text("- a <b>[c]</b>\n1. d\n\n\n``` e\u{200B}"), Doc::Markdown("`[f]`")]);
        let text = "/// \\- a \\<b>\\[c\\]\\</b>\n/// 1\\. d\n///\n/// \\`\\`\\` e\n///\n/// `[f]`\n";
        assert_eq!(code.finish(), text);
    }

    #[test]
    fn literals_are_escaped() {
        assert_eq!(literal("a\"\\\n\u{7}ä"), "\"a\\\"\\\\\\n\\u{7}ä\"");
    }

    #[test]
    fn long_things_are_broken() {
        let mut code = Code::default();
        code.attribute("a", &["b".repeat(40), "c".repeat(40)]);
        code.call("d", &[&"e".repeat(40), &"f".repeat(40)], ";");
        let (b, c, e, f) = ("b".repeat(40), "c".repeat(40), "e".repeat(40), "f".repeat(40));
        assert_eq!(code.finish(), format!("#[a(\n    {b},\n    {c}\n)]\nd(\n    {e},\n    {f},\n);\n"));
    }
}
