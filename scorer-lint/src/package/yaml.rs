//! As much of YAML as configuration is written in, with places: mappings, lists, scalars, by indentation and in brackets.
//!
//! The text of a block scalar (`collector.yaml: |`) is read like any other, since configuration is often wrapped so. What is not
//! understood is passed over; nothing is an error.

use std::ops::Range;

/// A value.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Where it stands.
    pub(crate) bytes: Range<usize>,
    /// What it is.
    pub(crate) value: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Scalar(String),
    Map(Vec<(String, Node)>),
    List(Vec<Node>),
}

impl Node {
    fn scalar(text: &str, start: usize) -> Self {
        let plain = text
            .strip_prefix(['"', '\''])
            .and_then(|rest| rest.strip_suffix(['"', '\'']))
            .unwrap_or(text);
        Self {
            bytes: start..start + text.len(),
            value: Value::Scalar(plain.to_owned()),
        }
    }

    /// A mapping's value of this key.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, node)| node)
    }

    /// A mapping's entries; of anything else none.
    pub(crate) fn entries(&self) -> &[(String, Self)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// A scalar's text, quotes left out.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// What it is made of.
    pub(crate) fn parts(&self) -> Vec<&Self> {
        match &self.value {
            Value::Scalar(_) => Vec::new(),
            Value::Map(entries) => entries.iter().map(|(_, node)| node).collect(),
            Value::List(items) => items.iter().collect(),
        }
    }
}

/// Deeper than anybody nests configuration; what lies below is passed over.
const DEEPEST: usize = 48;

/// The documents of a text.
pub(crate) fn read(text: &str) -> Vec<Node> {
    let mut documents = vec![Vec::new()];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if content.starts_with("---") || content == "..." {
            documents.push(Vec::new());
        } else if let (Some(line), Some(lines)) = (Line::of(content, at), documents.last_mut()) {
            lines.push(line);
        }
        at += line.len();
    }
    let mut nodes = Vec::new();
    for lines in documents {
        let mut reader = Reader { text, lines, at: 0 };
        while let Some(line) = reader.line() {
            let before = reader.at;
            nodes.extend(reader.block(line.indent, 0));
            reader.at = reader.at.max(before + 1);
        }
    }
    nodes
}

/// A line with something on it.
#[derive(Clone, Copy)]
struct Line<'a> {
    indent: usize,
    start: usize,
    /// Without the comment.
    text: &'a str,
}

impl<'a> Line<'a> {
    fn of(line: &'a str, start: usize) -> Option<Self> {
        let text = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - text.len();
        let text = without_comment(text);
        // A template's own lines are none of the configuration's.
        (!text.is_empty() && !text.starts_with("{{")).then_some(Self {
            indent,
            start: start + indent,
            text,
        })
    }

    /// The same line from some byte on, white space left out.
    fn from(self, skip: usize) -> Self {
        let rest = self.text.get(skip..).unwrap_or_default();
        let skip = self.text.len() - rest.trim_start().len();
        Self {
            indent: self.indent + skip,
            start: self.start + skip,
            text: rest.trim_start(),
        }
    }

    fn is_item(self) -> bool {
        self.text == "-" || self.text.starts_with("- ")
    }

    /// The key, and where its value begins.
    fn key(self) -> Option<(String, usize)> {
        let bytes = self.text.as_bytes();
        let mut end = match bytes.first()? {
            quote @ (b'"' | b'\'') => self.text[1..].find(*quote as char)? + 2,
            b'{' | b'[' | b'|' | b'>' | b'&' | b'*' | b'#' => return None,
            _ => 0,
        };
        while end < bytes.len()
            && !(bytes[end] == b':' && matches!(bytes.get(end + 1), None | Some(b' ' | b'\t')))
        {
            end += 1;
        }
        let key = self.text.get(..end).filter(|_| end < bytes.len())?;
        Some((key.trim().trim_matches(['"', '\'']).to_owned(), end + 1))
    }
}

/// A line without the comment that ends it.
fn without_comment(text: &str) -> &str {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            // A quote opens where a value begins; `don't` holds none.
            (None, b'"' | b'\'') if matches!(before, b' ' | b'[' | b'{' | b',' | b':') => {
                quote = Some(byte);
            }
            (None, b'#') if matches!(before, b' ' | b'\t') => return text[..at].trim_end(),
            _ => {}
        }
        before = byte;
    }
    text.trim_end()
}

struct Reader<'a> {
    text: &'a str,
    lines: Vec<Line<'a>>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn line(&self) -> Option<Line<'a>> {
        self.lines.get(self.at).copied()
    }

    /// What stands at an indentation: a list, a mapping, or something else that is passed over.
    fn block(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let first = self.line()?;
        if depth > DEEPEST {
            self.skip_below(indent);
            return None;
        }
        let mut items = Vec::new();
        let mut entries = Vec::new();
        let is_list = first.is_item();
        let mut end = first.start;
        while let Some(line) = self.line().filter(|line| line.indent >= indent) {
            end = line.start + line.text.len();
            if line.indent > indent || line.is_item() != is_list {
                if line.indent == indent {
                    break;
                }
                self.at += 1;
            } else if is_list {
                items.extend(self.item(line, depth));
            } else if let Some((key, behind)) = line.key() {
                let value = self.value(line.from(behind), indent, false, depth);
                end = value.bytes.end.max(end);
                entries.push((key, value));
            } else if matches!(line.text.as_bytes().first(), Some(b'{' | b'[')) {
                let node = self.flow(line);
                if entries.is_empty() {
                    return Some(node);
                }
            } else {
                self.at += 1;
            }
        }
        let value = if is_list {
            Value::List(items)
        } else {
            Value::Map(entries)
        };
        Some(Node {
            bytes: first.start..end.max(first.start),
            value,
        })
    }

    /// `- value`, `- key: value`.
    fn item(&mut self, line: Line<'a>, depth: usize) -> Option<Node> {
        let rest = line.from(1);
        if rest.text.is_empty() {
            return Some(self.value(rest, line.indent, true, depth));
        }
        if rest.key().is_some() || rest.is_item() {
            self.lines[self.at] = rest;
            return self.block(rest.indent, depth + 1);
        }
        Some(self.value(rest, line.indent, true, depth))
    }

    /// What stands behind a key or a dash, on its line or below.
    fn value(&mut self, rest: Line<'a>, indent: usize, of_item: bool, depth: usize) -> Node {
        let mut rest = rest;
        while rest.text.starts_with(['&', '!']) {
            let word = rest.text.find(' ').unwrap_or(rest.text.len());
            rest = rest.from(word);
        }
        match rest.text.as_bytes().first() {
            Some(b'{' | b'[') if !rest.text.starts_with("{{") => self.flow(rest),
            None | Some(b'|' | b'>') => {
                self.at += 1;
                // A list may stand as deep as its key.
                let may_be_level = rest.text.is_empty() && !of_item;
                let below = self.line().filter(|line| {
                    line.indent > indent
                        || (may_be_level && line.indent == indent && line.is_item())
                });
                let below = below.and_then(|line| self.block(line.indent, depth + 1));
                let node = below.unwrap_or_else(|| Node::scalar("", rest.start));
                self.skip_below(indent);
                node
            }
            _ => {
                self.at += 1;
                self.skip_below(indent);
                Node::scalar(rest.text, rest.start)
            }
        }
    }

    /// Passes over what is indented more.
    fn skip_below(&mut self, indent: usize) {
        while self.line().is_some_and(|line| line.indent > indent) {
            self.at += 1;
        }
    }

    /// What is written in brackets, over lines too.
    fn flow(&mut self, line: Line<'a>) -> Node {
        let mut flow = Flow {
            text: self.text,
            at: line.start,
        };
        let node = flow.value(0);
        self.at += 1;
        while self.line().is_some_and(|line| line.start < flow.at) {
            self.at += 1;
        }
        node
    }
}

/// `[a, b]`, `{a: b}`.
struct Flow<'a> {
    text: &'a str,
    at: usize,
}

impl Flow<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'#' => {
                    let end = self.text.get(self.at..).and_then(|rest| rest.find('\n'));
                    self.at = end.map_or(self.text.len(), |end| self.at + end);
                }
                _ => break,
            }
        }
    }

    fn value(&mut self, depth: usize) -> Node {
        self.blanks();
        let start = self.at;
        let value = match self.peek() {
            Some(b'[' | b'{') if depth > DEEPEST => {
                self.at = self.text.len();
                Value::List(Vec::new())
            }
            Some(b'[') => {
                let mut items = Vec::new();
                self.each(b']', |flow| items.push(flow.value(depth + 1)));
                Value::List(items)
            }
            Some(b'{') => {
                let mut entries = Vec::new();
                self.each(b'}', |flow| {
                    let key = flow.scalar();
                    flow.blanks();
                    if flow.peek() == Some(b':') {
                        flow.at += 1;
                        let key = key.text().unwrap_or_default().to_owned();
                        entries.push((key, flow.value(depth + 1)));
                    }
                });
                Value::Map(entries)
            }
            _ => return self.scalar(),
        };
        Node {
            bytes: start..self.at,
            value,
        }
    }

    /// The parts up to a closing bracket.
    fn each(&mut self, close: u8, mut part: impl FnMut(&mut Self)) {
        self.at += 1;
        loop {
            self.blanks();
            match self.peek() {
                None => return,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return;
                }
                Some(b',' | b']' | b'}') => self.at += 1,
                Some(_) => {
                    let before = self.at;
                    part(self);
                    if self.at == before {
                        self.at += 1;
                    }
                }
            }
        }
    }

    fn scalar(&mut self) -> Node {
        let start = self.at;
        let bytes = self.text.as_bytes();
        if let Some(quote @ (b'"' | b'\'')) = self.peek() {
            self.at += 1;
            while self.peek().is_some_and(|byte| byte != quote) {
                self.at += 1;
            }
            self.at = (self.at + 1).min(bytes.len());
        } else {
            while let Some(byte) = self.peek() {
                let ends_key = byte == b':'
                    && !matches!(bytes.get(self.at + 1), Some(next) if !matches!(next, b' ' | b'\n' | b'\r' | b',' | b'}' | b']'));
                if ends_key || matches!(byte, b',' | b'[' | b']' | b'{' | b'}' | b'\n') {
                    break;
                }
                self.at += 1;
            }
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        Node::scalar(text.trim_end(), start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(node: &Node) -> String {
        match &node.value {
            Value::Scalar(text) => text.clone(),
            Value::List(items) => format!(
                "[{}]",
                items.iter().map(shown).collect::<Vec<_>>().join(",")
            ),
            Value::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, node)| format!("{key}={}", shown(node)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
            }
        }
    }

    fn all(text: &str) -> Vec<String> {
        read(text).iter().map(shown).collect()
    }

    #[test]
    fn mappings_and_lists_nest_by_indentation() {
        assert_eq!(
            all("a:\n  b: 1\n  c:\n    - x\n    - y: 2\n      z: 3\nd: 4\n"),
            ["{a={b=1,c=[x,{y=2,z=3}]},d=4}"]
        );
        assert_eq!(all("a:\n- x\n- - y\n  - z\nb:\n"), ["{a=[x,[y,z]],b=}"]);
        assert_eq!(all("-\n- x\n-\n  y: 1\n"), ["[,x,{y=1}]"]);
        assert_eq!(all("a: 1\n---\nb: 2\n"), ["{a=1}", "{b=2}"]);
    }

    #[test]
    fn brackets_go_over_lines() {
        assert_eq!(
            all("a: [x, \"y, z\",\n  {k: v, u: http://h:1}] # no\nb: {}\n"),
            ["{a=[x,y, z,{k=v,u=http://h:1}],b={}}"]
        );
    }

    #[test]
    fn comments_quotes_anchors_and_wrapped_text_are_understood() {
        assert_eq!(
            all(
                "# a\na: 'x # y' # z\n\"b\": &n it's\nc: |-\n  d: 1\n  # e: 2\n  f:\n    g: 3\nh: 4\n"
            ),
            ["{a=x # y,b=it's,c={d=1,f={g=3}},h=4}"]
        );
    }

    #[test]
    fn a_scalar_knows_its_place() {
        let text = "é:\n  b: \"deep\"\n";
        let nodes = read(text);
        let deep = nodes[0]
            .get("é")
            .and_then(|node| node.get("b"))
            .expect("a value");
        assert_eq!(&text[deep.bytes.clone()], "\"deep\"");
    }

    #[test]
    fn nothing_is_an_error() {
        for text in [
            "",
            ":",
            "- - -",
            "a: [",
            "{{ .Values }}",
            "a: {b: [c, }",
            "\t\n x",
            "'",
            "a: \"é",
            "? b\n: c",
            "[é",
        ] {
            read(text);
        }
        assert!(read(&"- ".repeat(100_000)).len() <= 2);
        assert!(read(&format!("a: {}", "[".repeat(100_000))).len() <= 2);
    }
}
