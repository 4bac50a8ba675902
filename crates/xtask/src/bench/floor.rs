//! The floor beneath a page: its own SQL statements, run by pgbench with nothing else around them.

use std::fmt::Write;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Length;
use super::captured::{Captured, Statement};
use super::cases::Floor;
use super::data::Data;
use super::figures::Figures;
use super::processes::Watched;
use super::wrk::FRESH_UUID;
use crate::process;

/// How the server's own connections are set (`SESSION` in `server/src/database.rs`).
const SESSION: &str = "-c plan_cache_mode=force_generic_plan -c jit=off";

/// Runs the statements through pgbench over so many connections.
pub fn run(
    data: &Data,
    captured: &[Captured],
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
    for (place, Captured { statements, .. }) in captured.iter().enumerate() {
        if statements.is_empty() {
            bail!("PostgreSQL logged no statement");
        }
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

#[cfg(test)]
mod tests {
    use super::super::captured::parse;
    use super::super::captured::tests::LOG;
    use super::*;

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
