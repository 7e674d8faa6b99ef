//! The fenced blocks of a page.

/// A block, as the page shows it.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The line of the page on which its text begins.
    pub(crate) line: usize,
    /// The first word behind the fence.
    pub(crate) language: String,
    /// The words behind that.
    pub(crate) marks: Vec<String>,
    pub(crate) text: String,
}

/// All of them, in order.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (number, line) in page.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(fence) if !is_open => {
                let mut words = fence.split_whitespace().map(str::to_owned);
                blocks.push(Block {
                    line: number + 2,
                    language: words.next().unwrap_or_default(),
                    marks: words.collect(),
                    text: String::new(),
                });
                is_open = true;
            }
            Some(_) => is_open = false,
            None => {
                if let Some(block) = blocks.last_mut().filter(|_| is_open) {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
            }
        }
    }
    assert!(!is_open, "a block of the page has no end");
    blocks
}
