//! What more interactions cost: each case at each size, and the largest beside the smallest.

use anyhow::Result;

use super::bounds;
use super::report::{Results, write_aligned};

/// The times of half of the answers, in milliseconds, at each size; and how many times those of the first the last are.
pub fn table(all: &[(u64, Results)]) -> Result<String> {
    let (Some((_, first)), Some((_, last))) = (all.first(), all.last()) else { return Ok(String::new()) };
    let mut rows = vec![row("p50 ms", "conn.", all.iter().map(|(interactions, _)| interactions.to_string()), "growth")];
    for line in &last.lines {
        let connections = line.figures.connections;
        let of = |results: &Results| results.line(line).map(|line| line.figures.p50_ms);
        let Some(before) = of(first) else { continue };
        let times = all.iter().map(|(_, results)| of(results).map_or_else(String::new, |ms| format!("{ms:.2}")));
        let growth = format!("{:.2} x", line.figures.p50_ms / before);
        rows.push(row(&line.what, &connections.to_string(), times, &growth));
    }
    let mut text = String::new();
    write_aligned(&mut text, &rows)?;
    if let Some(verdict) = bounds::judge_growth(first, last) {
        text.push('\n');
        write_aligned(&mut text, &[verdict.row()])?;
    }
    Ok(text)
}

fn row(what: &str, connections: &str, times: impl Iterator<Item = String>, growth: &str) -> Vec<String> {
    [what.to_owned(), connections.to_owned()].into_iter().chain(times).chain([growth.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::line;
    use super::*;

    #[test]
    fn growth_is_the_last_beside_the_first() {
        let results = |p50_ms| {
            let mut line = line(None, 600.0);
            line.figures.p50_ms = p50_ms;
            Results { lines: vec![line], ..Results::default() }
        };
        let table = table(&[(10, results(2.0)), (100, results(2.5)), (1_000, results(3.5))]).unwrap();
        assert!(table.contains("list       16  2.00  2.50  3.50  1.75 x"), "{table}");
        assert!(table.contains("NOT MET"), "{table}");
    }
}
