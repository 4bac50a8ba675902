//! What the server asks PostgreSQL for a request, and how PostgreSQL goes about it.
//!
//! The statements are not written down here, where they would grow stale: PostgreSQL logs what the server sends it, with
//! the values, and through `auto_explain` the plan of each with its times and buffers.

use std::fmt::Write;
use std::fs;
use std::thread;
use std::time::Duration;

use anyhow::Result;

use super::cases::{Case, Floor};
use super::data::Data;
use super::http::Request;
use super::wrk::FRESH_UUID;

/// From how many of a case's requests the statements are taken.
const SAMPLES: usize = 10;

/// A statement as the server sent it.
#[derive(Debug, PartialEq, Eq)]
pub struct Statement {
    pub sql: String,
    /// The values of `$1`, `$2` …; `None` is null.
    pub values: Vec<Option<String>>,
}

/// What statements have in them that are written beside the requests: the tally, who is at a record, who is told.
const BESIDE: [&str; 8] = [
    "interaction_tally_delta",
    "interaction_presence",
    "from outbox",
    "into notification",
    "update notification",
    "into mail",
    "from mail",
    "update mail",
];

/// What was asked for one request.
#[derive(Debug)]
pub struct Captured {
    pub statements: Vec<Statement>,
    /// `EXPLAIN (ANALYZE, BUFFERS)` of all that was asked, each after its statement.
    plans: String,
}

/// Makes the connections to come able to log plans, before the server opens its own. None is logged until then.
pub fn prepare(data: &Data) -> Result<()> {
    data.each(&[
        "load 'auto_explain'",
        "alter system set session_preload_libraries = 'auto_explain'",
        "alter system set auto_explain.log_analyze = on",
        "alter system set auto_explain.log_buffers = on",
        // A run that was cut short may have left them.
        "alter system reset log_statement",
        "alter system reset auto_explain.log_min_duration",
        "select pg_reload_conf()",
    ])?;
    settled();
    Ok(())
}

/// What some of a case's requests ask. Their plans are kept in the database's folder, in `plans/CASE.txt`.
pub fn capture(data: &Data, address: &str, case: &Case) -> Result<Vec<Captured>> {
    let step = case.requests.len().div_ceil(SAMPLES).max(1);
    set_logging(data, ["set log_statement = 'all'", "set auto_explain.log_min_duration = 0"])?;
    let captured: Result<Vec<_>> =
        case.requests.iter().step_by(step).map(|request| capture_one(data, address, case, request)).collect();
    set_logging(data, ["reset log_statement", "reset auto_explain.log_min_duration"])?;
    let captured = captured?;
    let folder = data.folder().join("plans");
    fs::create_dir_all(&folder)?;
    let mut text = String::new();
    for (request, captured) in case.requests.iter().step_by(step).zip(&captured) {
        writeln!(text, "## {}\n\n{}", request.path, captured.plans)?;
    }
    fs::write(folder.join(format!("{}.txt", case.name)), text)?;
    Ok(captured)
}

fn set_logging(data: &Data, settings: [&str; 2]) -> Result<()> {
    let [one, other] = settings.map(|setting| format!("alter system {setting}"));
    data.each(&["load 'auto_explain'", &one, &other, "select pg_reload_conf()"])?;
    settled();
    Ok(())
}

fn settled() {
    // The reload goes through a signal.
    thread::sleep(Duration::from_millis(300));
}

fn capture_one(data: &Data, address: &str, case: &Case, request: &Request) -> Result<Captured> {
    // Statements are described once a connection and then kept: only their second run is like all others.
    let mut request = request.clone();
    let begin = data.log()?.len();
    request.body = request.body.replace(FRESH_UUID, data.value("select gen_random_uuid()")?.trim());
    let begin = begin.max(data.log()?.len());
    request.expect(address, case.expect)?;
    thread::sleep(Duration::from_millis(50));
    let log = data.log()?;
    let log = log.get(begin..).unwrap_or_default();
    let is_beside = |text: &str| BESIDE.iter().any(|part| text.contains(part));
    let statements = parse(log)
        .into_iter()
        .filter(|statement| match case.floor {
            Floor::Writes => statement.writes() && !is_beside(&statement.sql),
            Floor::Reads | Floor::None => !statement.writes(),
        })
        .collect();
    let mut plans = String::new();
    for plan in entries(log).filter_map(|entry| Some(entry.split_once("  plan:\n")?.1.to_owned())) {
        if !is_beside(&plan) {
            writeln!(plans, "{plan}\n")?;
        }
    }
    Ok(Captured { statements, plans })
}

impl Statement {
    pub fn writes(&self) -> bool {
        let sql = self.sql.to_lowercase();
        ["insert into", "update ", "delete from"].iter().any(|verb| sql.contains(verb))
    }
}

/// What stands in a log. Lines that go on begin with a tab.
fn entries(log: &str) -> impl Iterator<Item = String> {
    let mut lines = log.lines().peekable();
    std::iter::from_fn(move || {
        let mut entry = lines.next()?.to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with('\t')) {
            entry.push('\n');
            entry.push_str(&more[1..]);
        }
        Some(entry)
    })
}

/// Reads `LOG:  execute NAME: SQL` and the `DETAIL:  parameters: …` after it.
pub fn parse(log: &str) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    for entry in entries(log) {
        if let Some((_, rest)) = entry.split_once(" LOG:  execute ") {
            if let Some((_, sql)) = rest.split_once(": ") {
                statements.push(Statement { sql: sql.to_owned(), values: Vec::new() });
            }
        } else if let (Some((_, rest)), Some(last)) =
            (entry.split_once(" DETAIL:  parameters: "), statements.last_mut())
        {
            last.values = parse_values(rest);
        }
    }
    statements
}

/// `$1 = 'it''s', $2 = NULL`.
fn parse_values(text: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(" = ") {
        let Some(quoted) = after.strip_prefix('\'') else {
            values.push(None);
            rest = after;
            continue;
        };
        let mut value = String::new();
        let mut tail = quoted;
        while let Some((part, after)) = tail.split_once('\'') {
            value.push_str(part);
            tail = after;
            let Some(more) = after.strip_prefix('\'') else { break };
            value.push('\'');
            tail = more;
        }
        values.push(Some(value));
        rest = tail;
    }
    values
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub const LOG: &str = "2026-11-21 09:30:00.123 UTC [47] LOG:  execute sqlx_s_1: \n\t\tselect a\n\tfrom t where b = $1 and c = any($2) and d = $3\n\
        2026-11-21 09:30:00.123 UTC [47] DETAIL:  parameters: $1 = 'it''s = x', $2 = '{1,2}', $3 = NULL\n\
        2026-11-21 09:30:00.124 UTC [48] LOG:  execute sqlx_s_2: insert into t values ($1)\n\
        2026-11-21 09:30:00.124 UTC [48] DETAIL:  parameters: $1 = '0b0b0b0b-1111-4222-8333-444444444444'\n\
        2026-11-21 09:30:00.124 UTC [48] LOG:  statement: COMMIT\n";

    #[test]
    fn the_log_is_read() {
        let statements = parse(LOG);
        assert_eq!(statements.len(), 2);
        assert_eq!(statements[0].sql, "\n\tselect a\nfrom t where b = $1 and c = any($2) and d = $3");
        assert_eq!(statements[0].values, [Some("it's = x".into()), Some("{1,2}".into()), None]);
        assert!(!statements[0].writes() && statements[1].writes());
    }
}
