//! The load generator: `wrk`, a C program of one thread, told what to send by a small Lua script.
//!
//! It keeps its connections busy: each sends its next request as soon as it has the answer to the last.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Length;
use super::figures::Figures;
use super::http::Request;
use super::processes::Watched;
use crate::process;

/// In a body this becomes another random UUID with each request.
pub const FRESH_UUID: &str = "00000000-0000-4000-8000-000000000000";

/// Fails with a sentence where `wrk` is not installed.
pub fn check_installed() -> Result<()> {
    if !process::exists("wrk") {
        bail!("the benchmarks need the load generator wrk, which was not found: `apt-get install -y wrk` installs it");
    }
    Ok(())
}

/// Sends the requests in turn over so many connections, and measures the answers.
///
/// `folder` is for the script.
pub fn run(
    folder: &Path,
    address: &str,
    requests: &[Request],
    connections: u32,
    length: Length,
    watched: Watched,
) -> Result<Figures> {
    let script = folder.join("load.lua");
    fs::write(&script, lua(address, requests)?).with_context(|| format!("writing {}", script.display()))?;
    let wrk = |seconds: u32| {
        let mut command = Command::new("wrk");
        command.args(["--threads", "1", "--timeout", "30s", "--latency"]);
        command.args(["--connections", &connections.to_string(), "--duration", &format!("{seconds}s")]);
        command.arg("--script").arg(&script).arg(format!("http://{address}"));
        process::output(&mut command)
    };
    wrk(length.warm_up)?;
    let before = watched.used();
    let output = wrk(length.run)?;
    let share = watched.used().since(&before);
    parse(&output, connections)?.with_share(share)
}

/// The script: the requests as they go over the wire, made before the first is sent, and a line of JSON
/// at the end.
fn lua(address: &str, requests: &[Request]) -> Result<String> {
    let seed = std::process::id();
    let mut script = format!("math.randomseed(os.time() * 1000 + {seed})\nlocal requests = {{\n");
    for request in requests {
        let mut head = format!("{} {} HTTP/1.1\r\nHost: {address}\r\n", request.method, request.path);
        for (name, value) in &request.headers {
            write!(head, "{name}: {value}\r\n")?;
        }
        if !request.body.is_empty() {
            write!(head, "content-length: {}\r\n", request.body.len())?;
        }
        let whole = format!("{head}\r\n{}", request.body);
        let parts: Vec<String> = whole.split(FRESH_UUID).map(quoted).collect();
        writeln!(script, "  {{{}}},", parts.join(", "))?;
    }
    script.push_str("}\n");
    script.push_str(include_str!("load.lua"));
    Ok(script)
}

/// A text as Lua reads it back.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
            b' '..=b'~' => quoted.push(char::from(byte)),
            // Writing to a String cannot fail.
            _ => drop(write!(quoted, "\\{byte:03}")),
        }
    }
    quoted.push('"');
    quoted
}

fn parse(output: &str, connections: u32) -> Result<Figures> {
    let line = output.lines().find_map(|line| line.strip_prefix("RESULT ")).context("wrk printed no result")?;
    let result: Value = serde_json::from_str(line).context("reading the result of wrk")?;
    let number = |name: &str| result[name].as_f64().with_context(|| format!("wrk gave no {name}"));
    let requests = number("requests")?;
    if requests < 1.0 {
        bail!("no request was answered");
    }
    Ok(Figures {
        connections,
        requests,
        failed: number("failed")?,
        per_second: requests / (number("duration_us")? / 1e6),
        p50_ms: number("p50_us")? / 1e3,
        p99_ms: number("p99_us")? / 1e3,
        max_ms: number("max_us")? / 1e3,
        bytes: Some(number("bytes")? / requests),
        server_us: None,
        postgres_us: None,
        others: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lua_reads_a_text_back() {
        assert_eq!(quoted("a\"b\\c\r\né"), r#""a\"b\\c\013\010\195\169""#);
    }

    #[test]
    fn a_fresh_uuid_cuts_the_request_in_parts() {
        let request = Request::post_json("/x", format!("{{\"id\":\"{FRESH_UUID}\"}}"));
        let script = lua("127.0.0.1:1", &[request]).unwrap();
        assert!(script.contains(r#"content-length: 45\013\010\013\010{\"id\":\"", "\"}"}"#), "{script}");
    }

    #[test]
    fn the_last_line_becomes_figures() {
        let line = r#"RESULT {"requests":500,"failed":1,"duration_us":2000000,"bytes":5000,"p50_us":1500,"p99_us":9000,"max_us":10000}"#;
        let figures = parse(&format!("Running\n{line}\n"), 16).unwrap();
        assert!((figures.per_second - 250.0).abs() < 1e-9 && (figures.p99_ms - 9.0).abs() < 1e-9);
        assert!((figures.bytes.unwrap() - 10.0).abs() < 1e-9);
        assert!(parse("Running", 1).is_err());
    }
}
