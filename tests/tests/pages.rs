//! The pages of this repository: each link within it leads somewhere, and no line is longer than a reviewer's screen.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The longest line of prose, in columns. Tables, code and the targets of links are not counted.
const WIDTH: usize = 160;

/// Folders in which nothing is a page of ours.
const SKIPPED: [&str; 3] = ["target", "node_modules", ".git"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file below a folder whose name ends in `.md`.
fn pages() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let kind = entry.file_type().expect("its kind");
            let name = entry.file_name();
            if kind.is_dir() && !SKIPPED.iter().any(|skipped| name == *skipped) {
                folders.push(entry.path());
            } else if kind.is_file() && entry.path().extension().is_some_and(|end| end == "md") {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

/// What a page holds, as far as these tests ask.
#[derive(Default)]
struct Page {
    /// The names under which its headings are linked to.
    anchors: BTreeSet<String>,
    /// What its links and images lead to, with their places.
    targets: Vec<(String, Range<usize>)>,
    /// Tables and code.
    exempt: Vec<Range<usize>>,
}

impl Page {
    fn read(text: &str) -> Self {
        let mut page = Self::default();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut heading: Option<String> = None;
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    let slug = slug(&heading.take().unwrap_or_default());
                    let before = seen.entry(slug.clone()).or_default();
                    page.anchors.insert(match *before {
                        0 => slug,
                        times => format!("{slug}-{times}"),
                    });
                    *before += 1;
                }
                Event::Text(part) | Event::Code(part) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&part);
                    }
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.targets.push((dest_url.into_string(), range));
                }
                Event::Start(Tag::Table(_) | Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                    page.exempt.push(range);
                }
                _ => {}
            }
        }
        page
    }

    /// The columns of a line that are prose.
    fn width(&self, line: &str, start: usize) -> usize {
        let end = start + line.len();
        if self
            .exempt
            .iter()
            .any(|range| range.start < end && start < range.end)
        {
            return 0;
        }
        let targets = self
            .targets
            .iter()
            .filter(|(_, range)| range.start < end && start < range.end)
            .map(|(target, _)| target.chars().count());
        line.chars().count().saturating_sub(targets.sum())
    }
}

/// The name under which a forge links to a heading: small letters, dashes for spaces, no punctuation.
fn slug(heading: &str) -> String {
    let letters = heading.trim().chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        _ => letter.is_alphanumeric().then_some(letter),
    });
    letters.flat_map(char::to_lowercase).collect()
}

fn shown(path: &Path) -> String {
    let root = root();
    path.strip_prefix(&root)
        .unwrap_or(path)
        .display()
        .to_string()
}

#[test]
fn every_link_to_a_file_or_a_heading_leads_there() {
    let mut wrong = Vec::new();
    let mut followed = 0;
    for path in pages() {
        let page = Page::read(&fs::read_to_string(&path).expect("a page"));
        for (target, _) in &page.targets {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            followed += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let folder = path.parent().expect("a page stands in a folder");
            let there = if file.is_empty() {
                path.clone()
            } else {
                folder.join(file)
            };
            if !there.exists() {
                wrong.push(format!("{}: no file `{target}`", shown(&path)));
            } else if !anchor.is_empty() && there.extension().is_some_and(|end| end == "md") {
                let text = fs::read_to_string(&there).expect("a page");
                if !Page::read(&text).anchors.contains(anchor) {
                    wrong.push(format!("{}: no heading `{target}`", shown(&path)));
                }
            }
        }
    }
    assert!(followed > 20, "only {followed} links were followed");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_line_of_prose_is_too_long() {
    let mut wrong = Vec::new();
    for path in pages() {
        let text = fs::read_to_string(&path).expect("a page");
        let page = Page::read(&text);
        let mut start = 0;
        for (at, line) in text.split_inclusive('\n').enumerate() {
            let width = page.width(line.trim_end(), start);
            if width > WIDTH {
                wrong.push(format!("{}:{}: {width} columns", shown(&path), at + 1));
            }
            start += line.len();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The index of the documentation names every page of its folder.
#[test]
fn the_index_names_every_page() {
    let docs = root().join("docs");
    let index = Page::read(&fs::read_to_string(docs.join("README.md")).expect("the index"));
    let named: BTreeSet<&str> = index
        .targets
        .iter()
        .map(|(target, _)| target.as_str())
        .collect();
    let mut pages = 0;
    for entry in fs::read_dir(&docs).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.expect("a plain name");
        if path.extension().is_some_and(|end| end == "md") && name != "README.md" {
            pages += 1;
            assert!(named.contains(name), "docs/README.md does not name {name}");
        }
    }
    assert!(pages > 10, "only {pages} pages were found");
}

#[test]
fn a_heading_is_linked_to_as_a_forge_names_it() {
    let page = Page::read("# `cargo demo`: what, and why?\n\n## A_b-c\n\n## A_b-c\n");
    let wanted = ["cargo-demo-what-and-why", "a_b-c", "a_b-c-1"];
    assert_eq!(page.anchors, wanted.map(String::from).into());
}
