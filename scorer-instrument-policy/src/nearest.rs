//! "Did you mean": finds the accepted word that is most similar to a misspelt one.

/// Returns the candidate that is most similar to `word`, if it is similar enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A plain loop, because this is compiled separately for each kind of list.
    let mut limit = word.chars().count().div_ceil(3).max(1) + 1;
    let mut nearest = None;
    for candidate in candidates {
        let distance = distance(word, candidate);
        if distance < limit {
            limit = distance;
            nearest = Some(candidate);
        }
    }
    nearest
}

/// Returns the accepted words as a list in backticks: `skip`, `skip_all`.
pub fn listed(words: &[&str]) -> String {
    let mut listed = String::new();
    for word in words {
        listed.push_str(if listed.is_empty() { "`" } else { ", `" });
        listed.push_str(word);
        listed.push('`');
    }
    listed
}

/// Returns the number of edits (insert, delete, replace, swap of neighbours) between two words, ignoring case and `_`.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (letters(a), letters(b));
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

fn letters(word: &str) -> Vec<char> {
    let mut letters = Vec::new();
    for letter in word.chars() {
        if letter != '_' {
            letters.extend(letter.to_lowercase());
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_typo_finds_its_word_and_another_word_finds_none() {
        let words = ["skip", "skip_all", "fields", "level"];
        assert_eq!(nearest("skipall", words), Some("skip_all"));
        assert_eq!(nearest("skpi", words), Some("skip"));
        assert_eq!(nearest("feilds", words), Some("fields"));
        assert_eq!(nearest("pool", words), None);
        assert_eq!(nearest("", words), None);
    }
}
