//! What rows show of the words that were searched for.

use kernel::{ApiError, marked};

use super::Search;
use crate::{
    model::{ListRow, Side},
    server::queries::excerpts,
};

/// How many characters an excerpt has before the first of the words: the column is narrow.
const BEFORE: usize = 16;

impl Search {
    /// The words that are searched for, and those that count beside them. Not to be told: they are of any record.
    pub fn marks(&self, q: &str) -> Vec<String> {
        self.meaning.words(q).into_iter().chain(self.similar.iter().flatten().cloned()).collect()
    }

    /// Says of the rows that show none of the words where they have them.
    pub(super) async fn add_excerpts(&self, q: &str, rows: &mut [ListRow]) -> Result<(), ApiError> {
        let words = self.marks(q);
        let unmarked = |row: &ListRow| !words.iter().any(|word| shows(row, word));
        let numbers: Vec<i64> = rows.iter().filter(|row| unmarked(row)).map(|row| row.number.0).collect();
        let mut found = excerpts(&self.pool, Side::Desk, &numbers, &words, BEFORE).await?;
        for row in rows {
            row.excerpt = found.remove(&row.number.0).unwrap_or_default();
        }
        Ok(())
    }

    /// What is marked in the rows of a page.
    pub(super) fn words(&self, q: &str, rows: &[ListRow]) -> Vec<String> {
        let mut words = self.marks(q);
        // A word that is like the typed one may be of a record that the reader does not see: only what is shown is told.
        words.retain(|word| rows.iter().any(|row| shows(row, word)));
        words
    }
}

/// Whether a row has a word that begins so where it is marked.
fn shows(row: &ListRow, word: &String) -> bool {
    let texts = [&row.summary, &row.requested_for, &row.requested_by];
    texts.into_iter().any(|text| marked(text, std::slice::from_ref(word)).iter().any(|(mark, _)| *mark))
}
