//! What a person waits for: pages in Chromium, measured by `end2end/bench`.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::figures::Figures;
use super::report::Line;
use crate::process;
use crate::tools;
use crate::workspace::Workspace;

/// What a line with figures begins with.
const MARK: &str = "BENCH ";

/// The cases, and what each measures.
pub const CASES: [(&str, &str); 3] = [
    ("browser-hydrated", "the list alive, first visit, processor 4 times slower"),
    ("browser-record", "from the list to a record, painted"),
    ("browser-back", "back to the list, painted"),
];

/// The milliseconds of a case.
struct Taken {
    case: String,
    ms: Vec<f64>,
}

impl Taken {
    fn read(line: &str) -> Option<Self> {
        let taken: Value = serde_json::from_str(line.strip_prefix(MARK)?).ok()?;
        let ms = taken["ms"].as_array()?.iter().filter_map(Value::as_f64).collect();
        Some(Self { case: taken["case"].as_str()?.to_owned(), ms })
    }
}

/// Runs all of them against a server.
pub fn measure(workspace: &Workspace, address: &str) -> Result<Vec<Line>> {
    let folder = workspace.path("end2end");
    tools::node()?;
    tools::node_modules(&folder)?;
    tools::chromium()?;
    let mut playwright = Command::new(folder.join("node_modules/.bin/playwright"));
    playwright.args(["test", "--config", "bench.config.ts"]).current_dir(&folder);
    playwright.env("FIRSTLINE_BASE_URL", format!("http://{address}"));
    let mut taken = Vec::new();
    let succeeded = process::run_listening(&mut playwright, |line| {
        taken.extend(Taken::read(line));
    })?;
    if !succeeded {
        bail!("the browser could not be measured");
    }
    CASES.iter().map(|(case, what)| line(case, what, &taken)).collect()
}

fn line(case: &str, what: &str, taken: &[Taken]) -> Result<Line> {
    let taken = taken.iter().find(|taken| taken.case == case).with_context(|| format!("no figures of {case}"))?;
    Ok(Line { case: case.to_owned(), what: what.to_owned(), statements: None, figures: figures(taken.ms.clone())? })
}

/// The figures of a few measurements, of which the slowest stands for 99 in 100.
fn figures(mut ms: Vec<f64>) -> Result<Figures> {
    ms.sort_unstable_by(f64::total_cmp);
    let (Some(median), Some(slowest)) = (ms.get(ms.len() / 2), ms.last()) else { bail!("nothing was measured") };
    let all: f64 = ms.iter().sum();
    let count = f64::from(u32::try_from(ms.len())?);
    Ok(Figures {
        connections: 1,
        requests: count,
        failed: 0.0,
        per_second: count / all * 1e3,
        p50_ms: *median,
        p99_ms: *slowest,
        max_ms: *slowest,
        bytes: None,
        server_us: None,
        postgres_us: None,
        others: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_slowest_are_told() {
        let figures = figures(vec![30.0, 10.0, 20.0, 40.0]).unwrap();
        assert_eq!((figures.p50_ms, figures.p99_ms, figures.per_second), (30.0, 40.0, 40.0));
        assert!(super::figures(Vec::new()).is_err());
        let taken = Taken::read(r#"BENCH {"case":"browser-back","ms":[1,2.5]}"#).unwrap();
        assert_eq!((taken.case.as_str(), taken.ms), ("browser-back", vec![1.0, 2.5]));
        assert!(Taken::read("1 passed").is_none());
    }
}
