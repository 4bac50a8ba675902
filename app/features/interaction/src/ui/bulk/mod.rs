//! Many changed at once: the page that says which and how, and the page of a job.

mod edit;
mod fields;
mod job;
mod preview;
mod state;

pub use edit::BulkEditPage;
pub use job::BulkJobPage;

/// So many interactions, in words.
fn interactions(count: usize) -> String {
    counted(count, "interaction", "interactions")
}

/// A number with its noun; from a thousand on with a comma.
fn counted(count: usize, one: &str, many: &str) -> String {
    let number = if count < 1_000 { count.to_string() } else { format!("{},{:03}", count / 1_000, count % 1_000) };
    format!("{number} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::interactions;

    #[test]
    fn numbers_are_said_as_people_write_them() {
        for (count, said) in [
            (0, "0 interactions"),
            (1, "1 interaction"),
            (999, "999 interactions"),
            (1_000, "1,000 interactions"),
            (10_000, "10,000 interactions"),
        ] {
            assert_eq!(interactions(count), said);
        }
    }
}
