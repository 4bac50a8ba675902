//! The floor beneath a page: its own SQL statements, run by pgbench with nothing else around them.
//!
//! The statements are not written down here, where they would grow stale: PostgreSQL logs what the server
//! sends it for one request, with the values.

use std::fmt::Write;
use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::Length;
use super::cases::{Case, Floor};
use super::data::Data;
use super::figures::Figures;
use super::http::Request;
use super::processes::Watched;
use super::wrk::FRESH_UUID;
use crate::process;

/// How the server's own connections are set (`SESSION` in `server/src/database.rs`).
const SESSION: &str = "-c plan_cache_mode=force_generic_plan -c jit=off";

/// From how many of a case's requests the statements are taken.
const SAMPLES: usize = 10;

/// A statement as the server sent it.
#[derive(Debug, PartialEq, Eq)]
pub struct Statement {
    sql: String,
    /// The values of `$1`, `$2` …; `None` is null.
    values: Vec<Option<String>>,
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

/// The statements of one of a case's requests each.
pub fn capture(data: &Data, address: &str, case: &Case) -> Result<Vec<Vec<Statement>>> {
    let step = case.requests.len().div_ceil(SAMPLES).max(1);
    set_logging(data, "alter system set log_statement = 'all'")?;
    let captured =
        case.requests.iter().step_by(step).map(|request| capture_one(data, address, case, request)).collect();
    set_logging(data, "alter system reset log_statement")?;
    captured
}

fn set_logging(data: &Data, sql: &str) -> Result<()> {
    data.values(sql)?;
    data.values("select pg_reload_conf()")?;
    // The reload goes through a signal.
    thread::sleep(Duration::from_millis(300));
    Ok(())
}

fn capture_one(data: &Data, address: &str, case: &Case, request: &Request) -> Result<Vec<Statement>> {
    // Statements are described once a connection and then kept: only their second run is like all others.
    let mut request = request.clone();
    let begin = data.log()?.len();
    request.body = request.body.replace(FRESH_UUID, data.value("select gen_random_uuid()")?.trim());
    let begin = begin.max(data.log()?.len());
    request.expect(address, case.expect)?;
    thread::sleep(Duration::from_millis(50));
    let log = data.log()?;
    let statements: Vec<Statement> = parse(log.get(begin..).unwrap_or_default())
        .into_iter()
        .filter(|statement| match case.floor {
            Floor::Reads => !statement.writes(),
            _ => statement.writes() && !BESIDE.iter().any(|part| statement.sql.contains(part)),
        })
        .collect();
    if statements.is_empty() {
        bail!("PostgreSQL logged no statement for {}", request.path);
    }
    Ok(statements)
}

/// Runs the statements through pgbench over so many connections.
pub fn run(
    data: &Data,
    captured: &[Vec<Statement>],
    floor: Floor,
    connections: u32,
    length: Length,
    watched: Watched,
) -> Result<Figures> {
    let folder = data.folder().join("floor");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut arguments = Vec::new();
    for (place, statements) in captured.iter().enumerate() {
        let (script, values) = script(place, statements, floor)?;
        let file = folder.join(format!("{place}.sql"));
        fs::write(&file, script)?;
        arguments.push(format!("--file={}", file.display()));
        arguments.extend(values.into_iter().map(|(name, value)| format!("--define={name}={value}")));
    }
    let pgbench = |seconds: u32| -> Command {
        let mut command = data.program("pgbench");
        command.env("PGOPTIONS", SESSION).args(["--no-vacuum", "--protocol=prepared", "--jobs=1", "--log"]);
        command.args([&format!("--client={connections}"), &format!("--time={seconds}")]);
        command.arg(format!("--log-prefix={}", folder.join("times").display())).args(&arguments).arg(data.url());
        command
    };
    process::output(&mut pgbench(length.warm_up))?;
    remove_times(&folder)?;
    let before = watched.used();
    let output = process::output(&mut pgbench(length.run))?;
    let share = watched.used().since(&before);
    let per_second = rate(&output).context("pgbench gave no rate")?;
    figures(times(&folder)?, per_second, connections)?.with_share(share)
}

fn figures(mut times_ms: Vec<f64>, per_second: f64, connections: u32) -> Result<Figures> {
    times_ms.sort_by(f64::total_cmp);
    let (Some(max_ms), Ok(count)) = (times_ms.last().copied(), u32::try_from(times_ms.len())) else {
        bail!("pgbench finished no transaction");
    };
    let at = |percent: usize| times_ms[(times_ms.len() * percent / 100).min(times_ms.len() - 1)];
    Ok(Figures {
        connections,
        requests: f64::from(count),
        failed: 0.0,
        per_second,
        p50_ms: at(50),
        p99_ms: at(99),
        max_ms,
        bytes: None,
        server_us: None,
        postgres_us: None,
        others: None,
    })
}

/// `tps = 4711.123 (without initial connection time)`.
fn rate(output: &str) -> Option<f64> {
    output.lines().find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok())
}

fn logs(folder: &std::path::Path) -> Result<Vec<std::path::PathBuf>> {
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    Ok(files.into_iter().filter(|file| file.extension().is_none_or(|extension| extension != "sql")).collect())
}

fn remove_times(folder: &std::path::Path) -> Result<()> {
    logs(folder)?.iter().try_for_each(|file| Ok(fs::remove_file(file)?))
}

/// The third field of each line of pgbench's log: microseconds; here milliseconds.
fn times(folder: &std::path::Path) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for file in logs(folder)? {
        let text = fs::read_to_string(file)?;
        times.extend(text.lines().filter_map(|line| line.split(' ').nth(2)?.parse().ok()).map(|us: f64| us / 1e3));
    }
    Ok(times)
}

/// A pgbench script with the statements, and its variables: one a value, so that PostgreSQL plans as it
/// does for the server.
fn script(place: usize, statements: &[Statement], floor: Floor) -> Result<(String, Vec<(String, String)>)> {
    let mut script = String::new();
    let mut variables = Vec::new();
    if floor == Floor::Writes {
        script.push_str("begin;\n");
    }
    for (number, statement) in statements.iter().enumerate() {
        let mut sql = statement.sql.clone();
        // From the last, lest `$1` be found in `$12`.
        for (index, value) in statement.values.iter().enumerate().rev() {
            let name = format!("v{place}_{number}_{}", index + 1);
            let put = match value.as_deref() {
                None => "null".to_owned(),
                // pgbench has no empty variables.
                Some("") => "''".to_owned(),
                // No two interactions have the same.
                Some(value) if is_uuid(value) => "gen_random_uuid()".to_owned(),
                Some(value) => {
                    variables.push((name.clone(), value.to_owned()));
                    format!(":{name}")
                }
            };
            sql = sql.replace(&format!("${}", index + 1), &put);
        }
        writeln!(script, "{};", sql.trim().trim_end_matches(';'))?;
    }
    if floor == Floor::Writes {
        script.push_str("commit;\n");
    }
    Ok((script, variables))
}

fn is_uuid(text: &str) -> bool {
    text.len() == FRESH_UUID.len()
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

impl Statement {
    fn writes(&self) -> bool {
        let sql = self.sql.to_lowercase();
        ["insert into", "update ", "delete from"].iter().any(|verb| sql.contains(verb))
    }
}

/// Reads `LOG:  execute NAME: SQL` and the `DETAIL:  parameters: …` after it. Lines that go on begin with
/// a tab.
fn parse(log: &str) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    let mut lines = log.lines().peekable();
    while let Some(line) = lines.next() {
        let mut entry = line.to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with('\t')) {
            entry.push('\n');
            entry.push_str(&more[1..]);
        }
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
mod tests {
    use super::*;

    const LOG: &str = "2026-11-21 09:30:00.123 UTC [47] LOG:  execute sqlx_s_1: \n\t\tselect a\n\tfrom t where b = $1 and c = any($2) and d = $3\n\
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

    #[test]
    fn values_become_variables() {
        let statements = parse(LOG);
        let (sql, variables) = script(3, &statements[..1], Floor::Reads).unwrap();
        assert_eq!(sql, "select a\nfrom t where b = :v3_0_1 and c = any(:v3_0_2) and d = null;\n");
        assert_eq!(variables[1], ("v3_0_1".into(), "it's = x".into()));
        let (sql, _) = script(0, &statements[1..], Floor::Writes).unwrap();
        assert_eq!(sql, "begin;\ninsert into t values (gen_random_uuid());\ncommit;\n");
    }

    #[test]
    fn an_empty_value_is_written_out() {
        let statement = Statement { sql: "select $1, $2".into(), values: vec![Some("a".into()), Some(String::new())] };
        let (sql, variables) = script(0, &[statement], Floor::Reads).unwrap();
        assert_eq!(sql, "select :v0_0_1, '';\n");
        assert_eq!(variables, [("v0_0_1".into(), "a".into())]);
    }

    #[test]
    fn a_rate_is_found() {
        assert_eq!(rate("latency average = 1 ms\ntps = 812.500000 (without initial connection time)\n"), Some(812.5));
    }
}
